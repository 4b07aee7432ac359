"""What kind of machine it is, without its names."""

import os
import platform
import re
from pathlib import Path


def facts():
    processors = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", processors)
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 1024 / 1024
    virtual = " (virtual)" if re.search(r"flags.*\bhypervisor\b", processors) else ""
    return {
        "cores": os.cpu_count(),
        "processor": (model.group(1) if model else platform.machine()) + virtual,
        "memory": f"{memory:.0f} GB",
        "kernel": platform.release().split("-")[0],
        "system": system(),
        "load before": round(os.getloadavg()[0], 1),
    }


def system():
    for line in Path("/etc/os-release").read_text().splitlines():
        if line.startswith("PRETTY_NAME="):
            return line.split("=", 1)[1].strip('"')
    return platform.system()

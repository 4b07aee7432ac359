import pytest

from harness import Catcher, Cluster, Node, Service


class Nodes:
    """Three processes on one database of PostgreSQL."""

    def __init__(self, catcher, cluster, **environment):
        self.catcher, self.cluster = catcher, cluster
        url = cluster.database()
        self.name = url.split("?")[0].rsplit("/", 1)[1]
        self.first = Service(
            f"smtp://{catcher.smtp}", COUNTERSIGN_DATABASE_URL=url,
            # Of those that it may be: what a dead node held is taken over soon.
            COUNTERSIGN_COURIER_LEASE="10s", **environment)
        self.all = [self.first, Node(self.first), Node(self.first)]

    def start(self):
        for node in self.all:
            node.start()
        self.first.owners()
        return self

    def clear(self):
        for node in reversed(self.all):
            node.clear()

    def rows(self, sql):
        with self.cluster.connect(self.name, autocommit=True) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def cluster():
    cluster = Cluster()
    yield cluster
    cluster.stop()


@pytest.fixture
def nodes(cluster):
    catcher = Catcher()
    nodes = Nodes(catcher, cluster)
    yield nodes.start()
    nodes.clear()
    catcher.stop()

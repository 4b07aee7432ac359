// libpq's interface, and what its header leaves to the server's catalog. Nothing else belongs in this file.
#pragma once

#include <libpq-fe.h>

// Types by their fixed numbers in pg_type.dat.
enum {
    COUNTERSIGN_PG_BOOL = 16,
    COUNTERSIGN_PG_BYTEA = 17,
    COUNTERSIGN_PG_NAME = 19,
    COUNTERSIGN_PG_INT8 = 20,
    COUNTERSIGN_PG_INT2 = 21,
    COUNTERSIGN_PG_INT4 = 23,
    COUNTERSIGN_PG_TEXT = 25,
    COUNTERSIGN_PG_UNKNOWN = 705,
    COUNTERSIGN_PG_VARCHAR = 1043,
};

/* meta.h - inside store/ only: the tables that describe the contract (meta.c fills them, store.h lists them). */
#ifndef LVYUE_STORE_META_H
#define LVYUE_STORE_META_H

extern const char *const meta_tables_sql; /* CREATE TABLE statements */

#endif

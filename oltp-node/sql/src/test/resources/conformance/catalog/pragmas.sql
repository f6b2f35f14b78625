-- # tables and columns
create table t (id INTEGER primary key, a TEXT not null default 'x', b REAL, "odd name" INT default 3);
create table k (x INT, y TEXT, z INT as (x + 1) stored, primary key (y, x));
create view v as select a, id from t;
pragma table_info(t);
pragma table_info('t');
pragma table_info = t;
pragma table_info(k);
pragma table_xinfo(k);
pragma table_info(v);
--> columns cid|name|type|notnull|dflt_value|pk
--> no rows
pragma table_info(nosuch);
select name, type, pk from pragma_table_info('t') order by cid;
select m.name, p.name from sqlite_master m join pragma_table_info(m.name) p where m.type = 'table' order by 1, 2;
select name, type from pragma_table_list where schema = 'main' and name not like 'sqlite%' order by name;
select type, name, tbl_name from sqlite_master order by name;
--> 'table'|'k'|'k'
--> 'table'|'t'|'t'
--> 'view'|'v'|'v'
select count(*) from sqlite_schema where type = 'view';
select name from sqlite_master where type = 'table' and name like 't%';

-- # indexes
create table t (id integer primary key, a text, b real, c int unique, unique (a, b));
create index i on t (b desc, a collate nocase);
create unique index u on t (a) where b > 0;
create index e on t (lower(a));
select name, "unique", partial from pragma_index_list('t') where name in ('i', 'u', 'e') order by name;
select count(*) from pragma_index_list('t');
pragma index_info(i);
pragma index_xinfo(i);
--> 0|2|'b'|1|'BINARY'|1
--> 1|1|'a'|0|'NOCASE'|1
pragma index_info(nosuch);
select type, name, tbl_name from sqlite_master where name in ('i', 'u', 'e') order by name;
select sql from sqlite_master where name = 'i';
--> 'create index i on t (b desc, a collate nocase)'

-- # foreign keys
create table p (id integer primary key, a int, b int, unique (a, b));
create table c (id integer primary key, p int references p on delete cascade, x int, y int, foreign key (x, y) references p (a, b) on update set null);
select "table", "from", "to", on_update, on_delete, match from pragma_foreign_key_list('c') order by "from";
--> 'p'|'p'|'id'|'NO ACTION'|'CASCADE'|'NONE'
--> 'p'|'x'|'a'|'SET NULL'|'NO ACTION'|'NONE'
--> 'p'|'y'|'b'|'SET NULL'|'NO ACTION'|'NONE'
pragma foreign_key_list(nosuch);
pragma foreign_keys;
pragma foreign_keys = off;
insert into c (p) values (99);
pragma foreign_keys;
pragma foreign_keys = on;
pragma defer_foreign_keys;

-- # values
pragma user_version;
pragma user_version = 42;
pragma user_version;
pragma application_id = 7;
pragma application_id;
pragma nosuchpragma;
select user_version from pragma_user_version;
--> error UNDEFINED_TABLE
pragma encoding;
pragma integrity_check;
pragma quick_check;
select name from pragma_collation_list order by name;
select count(*) > 0 from pragma_function_list where name = 'upper';
select name from pragma_database_list;
--> 'main'

-- # the default schema is public in PostgreSQL's catalogs and main in SQLite's [not in SQLite]
create table t (id serial primary key, v int);
create view w as select v from t;
create index t_v on t (v);
select nspname from pg_namespace where nspname in ('main', 'public');
--> 'public'
select table_schema, table_name from information_schema.tables order by 2;
--> 'public'|'t'
--> 'public'|'w'
select distinct table_schema from information_schema.columns;
--> 'public'
select constraint_schema, table_schema, constraint_name from information_schema.table_constraints;
--> 'public'|'public'|'t_pkey'
select constraint_schema, table_schema, column_name from information_schema.key_column_usage;
--> 'public'|'public'|'id'
select schemaname, tablename from pg_tables;
--> 'public'|'t'
select schemaname, viewname from pg_views;
--> 'public'|'w'
select schemaname, sequencename from pg_sequences;
--> 'public'|'t_id_seq'
select schemaname, indexdef from pg_indexes where indexname = 't_v';
--> 'public'|'CREATE INDEX t_v ON public.t USING btree (v)'
select relnamespace::regnamespace, oid::regclass from pg_class where relname = 't';
--> 'public'|'t'
select schema, name from pragma_table_list where name = 't';
--> 'main'|'t'

-- # both names of the default schema work [not in SQLite]
create table public.t (id serial primary key, v int);
insert into main.t (v) values (1);
insert into "public"."t" (v) values (2);
select public.t.v, main.t.id from t order by 1;
--> 1|1
--> 2|2
select public.t.* from main.t where "public"."t"."id" = 1;
--> 1|1
select to_regclass('main.t') = to_regclass('"public"."t"'), 'main'::regnamespace = 'public'::regnamespace;
--> 1|1
select pg_get_serial_sequence('main.t', 'id'), pg_get_serial_sequence('public.t', 'id');
--> 'public.t_id_seq'|'public.t_id_seq'
update public.t set v = main.t.v + 1 where public.t.id = 1 returning v;
--> 2
select pg_catalog.pg_class.relname from pg_class where pg_catalog.pg_class.relname = 't';
--> 't'
drop table public.t;

-- # the search path is shown as it was set; current_schema() is the first one that exists [not in SQLite]
show search_path;
--> 'public'
select current_schema(), current_schemas(false), current_schemas(true);
--> 'public'|'["public"]'|'["pg_catalog","public"]'
create schema app;
set search_path to nowhere, app, public;
show search_path;
--> 'nowhere, app, public'
select current_schema(), current_schemas(false);
--> 'app'|'["app","public"]'
select 'app' = any (current_schemas(false)), 'pg_catalog' = any (current_schemas(false));
--> 1|0
set search_path to nowhere;
select current_schema();
--> NULL
set search_path to main;
select current_schema();
--> 'public'

-- # a schema is in the catalogs as soon as it is created [not in SQLite]
create schema app;
select schema_name from information_schema.schemata order by 1;
--> 'app'
--> 'information_schema'
--> 'pg_catalog'
--> 'public'
drop schema app;
select count(*) from pg_namespace where nspname = 'app';
--> 0

-- # the text of an object's id is its name [not in SQLite]
create table t (id int primary key);
select 't'::regclass::text, 'public.t'::regclass::text, 'int8'::regtype::text, '"pg_catalog"."int8"'::"regtype"::text, 'main'::regnamespace::text;
--> 't'|'t'|'bigint'|'bigint'|'public'

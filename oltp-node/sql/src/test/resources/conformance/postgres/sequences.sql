-- # a sequence gives numbers, and the session remembers its own [not in SQLite]
create sequence s;
select currval('s');
--> error OBJECT_NOT_IN_PREREQUISITE_STATE
select lastval();
--> error OBJECT_NOT_IN_PREREQUISITE_STATE
select last_value, log_cnt, is_called from s;
--> 1|0|false
select nextval('s'), nextval('s');
--> 1|2
select currval('s'), lastval();
--> 2|2
select last_value, is_called from s;
--> 2|true
select nextval('s') from generate_series(1, 3);
--> 3
--> 4
--> 5
select nextval('nothing');
--> error UNDEFINED_TABLE
create table plain (a int);
select nextval('plain');
--> error DATATYPE_MISMATCH
select nextval(null) is null;
--> 1

-- # the ways to name a sequence [not in SQLite]
create sequence s;
create sequence "Big.One";
create schema app;
create sequence app.s start 100;
select nextval('s'), nextval('main.s'), nextval('public.s'), nextval('S'), nextval('s'::regclass), nextval('"s"');
--> 1|2|3|4|5|6
select nextval('"Big.One"'), nextval('main."Big.One"'), nextval('app.s'), nextval('"app"."s"');
--> 1|2|100|101
select nextval((select oid from pg_class where relname = 's' and relnamespace = 'app'::regnamespace));
--> 102

-- # options in any order [not in SQLite]
create sequence hibernate start with 1 increment by 50;
select nextval('hibernate'), nextval('hibernate');
--> 1|51
create sequence down increment -2 maxvalue 10 minvalue 5 cache 7;
select nextval('down'), nextval('down'), nextval('down');
--> 10|8|6
select nextval('down');
--> error SEQUENCE_LIMIT_EXCEEDED
create sequence round as smallint maxvalue 3 cycle;
select nextval('round') from generate_series(1, 5);
--> 1
--> 2
--> 3
--> 1
--> 2
create sequence small as integer no minvalue no maxvalue no cycle owned by none;
select data_type, start_value, min_value, max_value, increment_by, cycle, cache_size, last_value from pg_sequences where sequencename in ('small', 'down') order by sequencename;
--> 'bigint'|10|5|10|-2|false|7|6
--> 'integer'|1|1|2147483647|1|false|1|NULL
create sequence if not exists small;
create sequence small;
--> error DUPLICATE_TABLE
create sequence bad increment 0;
--> error INVALID_PARAMETER
create sequence bad minvalue 5 maxvalue 5;
--> error INVALID_PARAMETER
create sequence bad start 0;
--> error INVALID_PARAMETER
create sequence bad maxvalue 5 start 6;
--> error INVALID_PARAMETER
create sequence bad cache 0;
--> error INVALID_PARAMETER
create sequence bad as smallint maxvalue 40000;
--> error INVALID_PARAMETER
create sequence bad as text;
--> error INVALID_PARAMETER
create sequence bad increment 1 increment 2;
--> error SYNTAX_ERROR
create sequence bad restart;
--> error SYNTAX_ERROR
create sequence bad maxvalue 9223372036854775808;
--> error NUMERIC_OUT_OF_RANGE
create temp sequence bad;
--> error FEATURE_NOT_SUPPORTED

-- # up to the ends of the range [not in SQLite]
create sequence s start 9223372036854775806;
select nextval('s'), nextval('s');
--> 9223372036854775806|9223372036854775807
select nextval('s');
--> error SEQUENCE_LIMIT_EXCEEDED
create sequence wide increment by 9223372036854775807 minvalue -9223372036854775808;
select nextval('wide'), nextval('wide'), nextval('wide');
--> -9223372036854775808|-1|9223372036854775806
select nextval('wide');
--> error SEQUENCE_LIMIT_EXCEEDED

-- # a large cache [not in SQLite]
create sequence s cache 9223372036854775807;
select nextval('s'), nextval('s');
--> 1|2
select is_called, log_cnt < 1100000 from s;
--> true|1
create sequence one_step increment 5 maxvalue 12;
select nextval('one_step'), nextval('one_step'), nextval('one_step');
--> 1|6|11
select nextval('one_step');
--> error SEQUENCE_LIMIT_EXCEEDED
alter sequence one_step cycle;
select nextval('one_step');
--> 1

-- # setval sets at once, back and forth [not in SQLite]
create sequence s maxvalue 1000;
select setval('s', 42), nextval('s');
--> 42|43
select setval('s', 42, false), nextval('s'), currval('s');
--> 42|42|42
select setval('s', 7, true), currval('s'), nextval('s');
--> 7|7|8
select setval('s', 0);
--> error NUMERIC_OUT_OF_RANGE
select setval('s', 1001);
--> error NUMERIC_OUT_OF_RANGE
select setval('s', null) is null, nextval('s');
--> 1|9

-- # alter sequence [not in SQLite]
create sequence s;
select nextval('s'), nextval('s');
--> 1|2
alter sequence s increment by 10;
select nextval('s');
--> 12
alter sequence s restart;
select nextval('s');
--> 1
alter sequence s restart with 500 increment 1;
select nextval('s'), nextval('s');
--> 500|501
alter sequence s maxvalue 400;
--> error INVALID_PARAMETER
alter sequence s start 20 restart;
select nextval('s');
--> 20
alter sequence s as smallint;
select max_value from pg_sequences;
--> 32767
alter sequence s rename to t;
select nextval('t');
--> 21
select nextval('s');
--> error UNDEFINED_TABLE
alter sequence s restart;
--> error UNDEFINED_TABLE
alter sequence if exists s restart;
alter sequence t owner to dolake;
alter table t owner to dolake;
alter table t add column a int;
--> error FEATURE_NOT_SUPPORTED
drop sequence s;
--> error UNDEFINED_TABLE
drop sequence if exists s;
create sequence s;
drop sequence s, t restrict;
select count(*) from pg_sequences;
--> 0

-- # defaults draw a number for each row [not in SQLite]
create table missing (id int default nextval('s'));
--> error UNDEFINED_TABLE
create sequence s;
create table t (id bigint primary key default nextval('s'), v text);
insert into t (v) values ('a'), ('b') returning id;
--> 1
--> 2
insert into t values (default, 'c');
select id, v from t order by id;
--> 1|'a'
--> 2|'b'
--> 3|'c'
select lastval();
--> 3
drop sequence s;
--> error DEPENDENT_OBJECTS
alter sequence s rename to s2;
--> error DEPENDENT_OBJECTS
drop sequence s cascade;
insert into t (v) values ('d');
--> error NOT_NULL_VIOLATION
create sequence s start 10;
alter table t alter column id set default nextval('public.s'::regclass);
insert into t (v) values ('d') returning id;
--> 10
alter table t add column w int default nextval('s');
select id, w from t order by id;
--> 1|11
--> 2|12
--> 3|13
--> 10|14
drop sequence s;
--> error DEPENDENT_OBJECTS
alter table t alter column id drop default;
alter table t drop column w;
drop sequence s;
create table g (a int, b int generated always as (nextval('s')) stored);
--> error INVALID_DEFINITION

-- # what a column or table owns goes with it [not in SQLite]
create table t (id int, other int);
create sequence s owned by t.id;
create sequence s2;
alter sequence s2 owned by main.t.other;
alter table t alter column id set default nextval('s');
select pg_get_serial_sequence('t', 'id'), pg_get_serial_sequence('t', 'other');
--> 'public.s'|'public.s2'
alter table t drop column other;
select nextval('s2');
--> error UNDEFINED_TABLE
alter table t alter column id type text;
select pg_get_serial_sequence('t', 'id');
--> 'public.s'
create table other (id int default nextval('s'));
drop table t;
--> error DEPENDENT_OBJECTS
drop table t cascade;
select count(*) from pg_sequences;
--> 0
create sequence s owned by nowhere.id;
--> error UNDEFINED_TABLE
create sequence s owned by other.nothing;
--> error UNDEFINED_COLUMN
create schema app;
create sequence app.s;
drop schema app;
--> error DEPENDENT_OBJECTS
drop schema app cascade;
select count(*) from pg_sequences;
--> 0

-- # tables, views, indexes and sequences share their names [not in SQLite]
create sequence s;
create table s (a int);
--> error DUPLICATE_TABLE
create view s as select 1;
--> error DUPLICATE_TABLE
create table t (a int);
create index s on t (a);
--> error DUPLICATE_TABLE
create index i on t (a);
create sequence t;
--> error DUPLICATE_TABLE
create sequence i;
--> error DUPLICATE_TABLE
alter table t rename to s;
--> error DUPLICATE_TABLE
alter sequence s rename to t;
--> error DUPLICATE_TABLE
drop table s;
--> error UNDEFINED_TABLE
drop sequence t;
--> error UNDEFINED_TABLE
insert into s values (1, 0, true);
--> error FEATURE_NOT_SUPPORTED
truncate s;
--> error FEATURE_NOT_SUPPORTED
select name from sqlite_master where type = 'table';
--> 't'
select relname, relkind from pg_class where relname in ('s', 't') order by 1;
--> 's'|'S'
--> 't'|'r'
select sequence_name, data_type, start_value, increment, cycle_option from information_schema.sequences;
--> 's'|'bigint'|'1'|'1'|'NO'
select table_name from information_schema.tables where table_schema = 'public';
--> 't'
select seqstart, seqincrement, seqcycle from pg_sequence where seqrelid = 's'::regclass;
--> 1|1|false

-- # the counter of a column that draws numbers [not in SQLite]
create table t (id serial primary key, v int);
create table u (id integer primary key autoincrement, v int);
create table w (id bigint generated by default as identity primary key, v int);
create table plain (id integer primary key, v int);
select pg_get_serial_sequence('t', 'id'), pg_get_serial_sequence('u', 'id'), pg_get_serial_sequence('w', 'id'), pg_get_serial_sequence('plain', 'id');
--> 'public.t_id_seq'|'public.u_id_seq'|'public.w_id_seq'|NULL
select pg_get_serial_sequence('t', 'nothing');
--> error UNDEFINED_COLUMN
select last_value, is_called from t_id_seq;
--> 1|false
insert into t (v) values (1), (2);
select currval('t_id_seq'), lastval(), currval(pg_get_serial_sequence('t', 'id'));
--> 2|2|2
insert into w (v) values (1);
select lastval(), currval('t_id_seq');
--> 1|2
select nextval('t_id_seq'), nextval('public.t_id_seq');
--> 3|4
insert into t (v) values (3) returning id;
--> 5
select setval('t_id_seq', 100), setval('u_id_seq', 1, false);
--> 100|1
insert into t (v) values (4) returning id;
--> 101
insert into u (v) values (1) returning id;
--> 1
delete from t where id > 2;
select setval(pg_get_serial_sequence('t', 'id'), coalesce(max(id), 1), max(id) is not null) from t;
--> 2
insert into t (v) values (5) returning id;
--> 3
select setval('t_id_seq', 0);
--> error NUMERIC_OUT_OF_RANGE
drop sequence t_id_seq;
--> error FEATURE_NOT_SUPPORTED
create sequence t_id_seq;
--> error DUPLICATE_TABLE
select sequencename, last_value from pg_sequences order by 1;
--> 't_id_seq'|3
--> 'u_id_seq'|1
--> 'w_id_seq'|1
select objid::regclass is not null, refobjid = 't'::regclass, refobjsubid, deptype from pg_depend where objid = 't_id_seq'::regclass;
--> 1|1|1|'i'

-- # a sequence is rolled back with what created or altered it, its numbers are not [not in SQLite]
begin;
create sequence s;
select nextval('s'), nextval('s');
--> 1|2
rollback;
select nextval('s');
--> error UNDEFINED_TABLE
begin;
create sequence s;
select nextval('s');
--> 1
savepoint a;
alter sequence s increment by 10;
select nextval('s');
--> 11
rollback to a;
select nextval('s');
--> 2
commit;
select nextval('s');
--> 3
begin;
select nextval('s');
--> 4
rollback;
select nextval('s'), currval('s');
--> 5|5
begin;
alter sequence s restart with 1000;
select nextval('s');
--> 1000
commit;
select nextval('s');
--> 1001
begin;
create table t (id serial primary key, v int);
select nextval('t_id_seq'), setval('t_id_seq', 20);
--> 1|20
insert into t (v) values (1) returning id;
--> 21
commit;
insert into t (v) values (1) returning id;
--> 22
begin read only;
select last_value from s;
--> 1001
select nextval('s');
--> error READ_ONLY_TRANSACTION
rollback;
begin read only;
select setval('s', 1);
--> error READ_ONLY_TRANSACTION
rollback;

-- # another primary key or type leaves the position of a column's sequence [not in SQLite]
create table t (id bigint generated by default as identity, v text);
insert into t values (1, 'a'), (2, 'b');
select setval('t_id_seq', 40);
--> 40
alter table t add primary key (id);
insert into t (v) values ('c') returning id;
--> 41
alter table t alter v type varchar(10);
delete from t where id = 41;
alter table t alter v type text;
insert into t (v) values ('d') returning id;
--> 42
begin;
alter table t alter v type varchar(10);
rollback;
select nextval('t_id_seq');
--> 43

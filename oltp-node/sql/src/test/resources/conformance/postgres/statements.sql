-- # extensions whose functions are built in [not in SQLite]
create extension if not exists "uuid-ossp";
create extension pgcrypto with schema public cascade;
create extension if not exists postgis;
--> error FEATURE_NOT_SUPPORTED
select extname from pg_extension order by 1;
--> 'pgcrypto'
--> 'plpgsql'
--> 'uuid-ossp'
create table t (id uuid primary key default uuid_generate_v4(), a int);
insert into t (a) values (1), (2);
select count(distinct id), min(length(id::text)) from t;
--> 2|36

-- # privileges and statements that there is nothing like [not in SQLite]
create table t (id integer primary key);
grant select, insert on t to somebody;
grant all privileges on all tables in schema public to somebody with grant option;
revoke select on t from somebody;
--> error FEATURE_NOT_SUPPORTED
do $$ begin raise notice 'hello'; end $$;
--> error FEATURE_NOT_SUPPORTED
merge into t using t s on t.id = s.id when matched then delete;
--> error FEATURE_NOT_SUPPORTED
create type mood as enum ('sad', 'happy');
--> error FEATURE_NOT_SUPPORTED
refresh materialized view v;
--> error FEATURE_NOT_SUPPORTED

-- # functions about the server and the session [not in SQLite]
select pg_backend_pid(), inet_client_addr(), inet_server_port(), pg_postmaster_start_time() <= now(), pg_conf_load_time() is not null;
--> 0|NULL|NULL|1|1
select set_config('app.name', 'x', false), current_setting('app.name');
--> 'x'|'x'
select set_config('app.name', 'y', true);
--> 'y'
select current_setting('app.name');
--> 'x'
begin;
select set_config('app.name', 'z', true);
--> 'z'
select current_setting('app.name');
--> 'z'
rollback;
select current_setting('app.name');
--> 'x'
select set_config('statement_timeout', 'soon', false);
--> error INVALID_PARAMETER
select txid_current() > 0, pg_current_xact_id() = txid_current();
--> 1|1
select to_regtype('int4'), to_regtype('nothing'), pg_collation_is_visible(100), pg_opclass_is_visible(1), pg_ts_config_is_visible(null);
--> 23|NULL|true|true|NULL
select pg_sleep(0.01), clock_timestamp() >= statement_timestamp(), transaction_timestamp() is not null;
--> ''|1|1
set statement_timeout = 50;
select pg_sleep(10);
--> error QUERY_CANCELED
set statement_timeout = 0;
select count(*) from pg_stat_activity;
--> 0
select pg_cancel_backend(1), pg_terminate_backend(1);
--> false|false

-- # advisory locks [not in SQLite]
select pg_try_advisory_lock(1), pg_try_advisory_lock(1), pg_advisory_lock(2), pg_try_advisory_lock_shared(2), pg_try_advisory_lock(1, 2);
--> true|true|''|true|true
select classid, objid, objsubid, mode, granted from pg_locks where locktype = 'advisory' order by objsubid, objid, mode;
--> 0|1|1|'ExclusiveLock'|true
--> 0|2|1|'ExclusiveLock'|true
--> 0|2|1|'ShareLock'|true
--> 1|2|2|'ExclusiveLock'|true
select pg_advisory_unlock(1), pg_advisory_unlock(1), pg_advisory_unlock(1), pg_advisory_unlock(3), pg_advisory_unlock_shared(1, 2);
--> true|true|false|false|false
select pg_advisory_unlock_all();
--> ''
select count(*) from pg_locks;
--> 0
begin;
select pg_advisory_xact_lock(-1), pg_try_advisory_xact_lock_shared(-9223372036854775808), pg_advisory_unlock(-1);
--> ''|true|false
select classid, objid from pg_locks order by 1;
--> 2147483648|0
--> 4294967295|4294967295
commit;
select count(*) from pg_locks;
--> 0
select pg_advisory_xact_lock(1);
--> ''
select count(*) from pg_locks;
--> 0
select pg_advisory_lock(null), pg_try_advisory_lock(1, null);
--> NULL|NULL
select pg_advisory_lock(1, 3000000000);
--> error NUMERIC_OUT_OF_RANGE
select count(pg_advisory_lock(value)) from generate_series(1, 10001);
--> error OUT_OF_MEMORY
select count(*) from pg_locks;
--> 10000
select pg_advisory_unlock_all();
--> ''

-- # scalar functions in FROM, keywords behind AS, JSON aggregates [not in SQLite]
select * from abs(-3);
--> 3
select x + 1 from abs(-3) as x;
--> 4
select f, v.a from (values (-1), (-2)) v (a), lateral abs(v.a) f order by 1;
--> 1|-1
--> 2|-2
select * from nothing(1);
--> error UNDEFINED_FUNCTION
select 1 as primary, 2 as select, 3 as unique from (values (1)) t order by 1;
--> 1|2|3
create table t (id integer primary key, a text, j json);
select json_agg(a), jsonb_object_agg(a, id), coalesce(json_agg(a), '[]'::json) from t;
--> NULL|NULL|'[]'
insert into t values (1, 'x', '{"k": 1}'), (2, 'y', null);
select json_agg(a), json_agg(j), jsonb_object_agg(a, id), json_agg(json_array(id, a)) from t;
--> '["x","y"]'|'[{"k":1},null]'|'{"x":1,"y":2}'|'[[1,"x"],[2,"y"]]'

-- # roles: a session keeps its user [not in SQLite]
set role none;
show role;
--> 'none'
set role somebody;
--> error FEATURE_NOT_SUPPORTED
set session authorization somebody;
--> error FEATURE_NOT_SUPPORTED
set session authorization default;
set local role none;
reset role;
set time zone interval '+02:00' hour to minute;
show time zone;
--> '+02:00'
set time zone default;
show timezone;
--> 'UTC'

-- # generated columns take DEFAULT [not in SQLite]
create table t (a int, g int generated always as (a + 1) stored, b int default 7);
insert into t values (1, default, 2), (2, default, default);
insert into t (g, a) values (default, 3);
insert into t values (4, 5);
insert into t values (1, 2, 3);
--> error INVALID_DEFINITION
insert into t values (1, default, 3), (1, 2, 3);
--> error INVALID_DEFINITION
insert into t select 1, 2, 3;
--> error SYNTAX_ERROR
select * from t order by a;
--> 1|2|2
--> 2|3|7
--> 3|4|7
--> 4|5|5

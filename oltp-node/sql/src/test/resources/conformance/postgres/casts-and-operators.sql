-- # casts with :: and types by PostgreSQL's names [not in SQLite]
select '12'::int, 12::text, '1.50'::numeric(10,2), '2024-01-31'::date, 't'::boolean, '12:30'::time, '2024-01-31 10:20:30'::timestamp, 1.5::float8;
--> 12|'12'|1.50|2024-01-31|true|12:30|2024-01-31T10:20:30|1.5
select '2024-01-31 10:20:30+02'::timestamptz;
--> 2024-01-31T08:20:30Z
select 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid;
--> a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
select '{"a":1}'::json ->> 'a', '\x00ff'::bytea, date '2024-01-31', timestamp '2024-01-31 01:02:03';
--> 1|x'00ff'|2024-01-31|2024-01-31T01:02:03
select 'x'::date;
--> error INVALID_DATETIME
select 'x'::uuid;
--> error INVALID_TEXT_REPRESENTATION
select 'maybe'::boolean;
--> error INVALID_TEXT_REPRESENTATION

-- # arrays, ANY and ALL [not in SQLite]
select 2 = any (array[1, 2]), 3 = any ('{1,2}'), 3 <> all (array[1, 2]);
--> 1|0|1
create table t (a int);
insert into t values (1), (2);
select a from t where a = any (select 2);
--> 2
select a from t where a <> all (array[1]);
--> 2

-- # functions of PostgreSQL [not in SQLite]
select now() is not null, left('hello', 2), right('hello', 2), lpad('5', 3, '0'), rpad('5', 3, 'x'), repeat('ab', 2), reverse('abc'), split_part('a,b,c', ',', 2), strpos('abc', 'c'), initcap('ab cd');
--> 1|'he'|'lo'|'005'|'5xx'|'abab'|'cba'|'b'|3|'Ab Cd'
select extract(year from date '2024-05-06'), date_trunc('month', timestamp '2024-05-06 10:00:00'), greatest(1, null, 3), least(2, 1);
--> 2024|2024-05-01T00:00|3|1
select string_agg(x, ',' order by x desc) from (values ('a'), ('b')) as v (x);
--> 'b,a'
select count(*) from generate_series(1, 5);
--> 5
select sum(g) from generate_series(1, 10, 3) as g;
--> 22
select position('b' in 'abc'), substring('hello' from 2 for 3), trim(both 'x' from 'xax');
--> 2|'ell'|'a'
select current_user is not null, current_schema, version() like 'PostgreSQL%';
--> 1|'public'|1

-- # LATERAL, FETCH, FOR UPDATE, TABLE, DISTINCT FROM [not in SQLite]
create table t (id integer primary key, a int);
insert into t values (1, 10), (2, 20), (3, 30);
select t.id, l.x from t, lateral (select t.a + 1 as x) l where t.id < 3 order by 1;
--> 1|11
--> 2|21
select t.id, l.x from t left join lateral (select s.a as x from t s where s.id = t.id + 1) l on true order by 1;
--> 1|20
--> 2|30
--> 3|NULL
select id from t order by id fetch first 2 rows only;
--> 1
--> 2
select id from t order by id desc offset 1 rows fetch next row only;
--> 2
select id from t where id = 1 for update;
--> 1
table t;
--> 1|10
--> 2|20
--> 3|30
select id from t where a is distinct from 10 order by id limit all;
--> 2
--> 3
select count(*) from t as x (i, j) where j > 10;
--> 2

-- # dates and times move by intervals [not in SQLite]
select timestamp '2024-01-31 10:00:00' + interval '1 month', date '2024-02-29' - interval '1 year', time '23:30:00' + interval '1 hour';
--> 2024-02-29T10:00|2023-02-28T00:00|00:30
select timestamptz '2024-05-06 10:00:00+02:00' - interval '2 hours 30 minutes 1.5 seconds', interval '1 day ago' + date '2024-05-06';
--> 2024-05-06T05:29:58.500Z|2024-05-05T00:00
select date '2024-05-06' + interval '1 week 2 days -3:04:05.000006', date '2024-05-06' + interval '1.5 years' - '6 mons'::interval;
--> 2024-05-14T20:55:54.999994|2025-05-06T00:00
select '2024-05-06 01:00:00' + interval '1.5 days', date '2024-05-06' + interval '0.5 months';
--> 2024-05-07T13:00|2024-05-21T00:00
create table t (id integer primary key, ts timestamp, tz timestamptz, days int);
insert into t values (1, '2024-03-01 00:00:00', '2024-03-01 00:00:00+00', 2), (2, null, null, 1);
select ts - (days || ' days')::interval, tz + cast(null as interval), typeof(tz - interval '1 s') from t order by id;
--> 2024-02-28T00:00|NULL|'timestamptz'
--> NULL|NULL|'null'
select id from t where ts > timestamp '2024-03-02 00:00:00' - interval '1 day 1 second';
--> 1
update t set ts = ts + interval '1 decade' where id = 1;
select ts, now() - interval '1 day' < now(), now() + interval '1 min' > now() from t where id = 1;
--> 2034-03-01T00:00|1|1
select timestamp '2024-01-01 00:00:00' + interval 'soon';
--> error INVALID_DATETIME
select timestamp '2024-01-01 00:00:00' + interval '1 fortnight';
--> error INVALID_DATETIME
select timestamp '2024-01-01 00:00:00' + interval '999999999999 years';
--> error INVALID_DATETIME
select interval '1 day';
--> error FEATURE_NOT_SUPPORTED
select 2 * interval '1 day';
--> error FEATURE_NOT_SUPPORTED
select 5 + interval '1 day';
--> error INVALID_DATETIME
select ts - ts from t;
--> error DATATYPE_MISMATCH
select now() + 1;
--> error DATATYPE_MISMATCH
select date '2024-05-06' + 1, date '2024-05-06' - date '2024-05-01', extract(epoch from timestamp '2024-05-06 00:00:00') - extract(epoch from timestamp '2024-05-05 00:00:00');
--> 2024-05-07|5|86400.000000
select to_char(1234.5, '9,999.99');
--> error FEATURE_NOT_SUPPORTED

-- # to_char of dates and times [not in SQLite]
select to_char(timestamp '2024-05-06 15:04:05.678901', 'YYYY-MM-DD HH24:MI:SS.US|YY Y IYYY|HH12 HH AM am|MS SSSS');
--> '2024-05-06 15:04:05.678901|24 4 2024|03 03 PM pm|678 54245'
select to_char(date '2024-05-06', 'FMMonth DD, YYYY|Month|MON mon Mon|Day|FMDAY Dy|D ID DDD W WW IW Q CC J');
--> 'May 06, 2024|May      |MAY may May|Monday   |MONDAY Mon|2 1 127 1 19 19 2 21 2460437'
select to_char(timestamp '2024-01-01 00:00:00', 'FMDD.FMMM. "day of" DDD, HH12:MI pm'), to_char(null, 'YYYY'), to_char(date '2024-05-06', '');
--> '1.1. day of 001, 12:00 am'|NULL|''

-- # one version, whoever asks [not in SQLite]
select version() = 'PostgreSQL ' || current_setting('server_version') || ' (DoLake)', current_setting('server_version_num');
--> 1|'150008'

-- # comparisons by the operator's full name [not in SQLite]
select 1 operator(pg_catalog.=) any (array[1, 2]), 3 operator(pg_catalog.<>) all (array[1, 2]), 'ab' operator(pg_catalog.~) '^(a.*)$' collate pg_catalog.default;
--> 1|1|1
select relname from pg_class where relkind operator(pg_catalog.=) any (array['i', 'v']) and relname operator(pg_catalog.=) 'nothing';
--> no rows

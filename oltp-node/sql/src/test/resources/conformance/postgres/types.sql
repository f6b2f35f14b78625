-- # values convert without loss or not at all [not in SQLite]
create table t (id serial primary key, i int, r real, d decimal(6,2), s varchar(5), b bytea, f boolean, dt date, tm time, ts timestamp, tz timestamptz, u uuid, j json, a any);
insert into t (i) values ('12'), (12.0), (true);
--> 3 changed
select i, typeof(i) from t order by id;
--> 12|'integer'
--> 12|'integer'
--> 1|'integer'
insert into t (i) values (1.5);
--> error DATATYPE_MISMATCH
insert into t (i) values ('x');
--> error DATATYPE_MISMATCH
insert into t (i) values (9223372036854775808);
--> error DATATYPE_MISMATCH
insert into t (i) values (x'01');
--> error DATATYPE_MISMATCH
insert into t (r) values (1), ('2.5'), (3.5);
--> 3 changed
insert into t (r) values ('abc');
--> error DATATYPE_MISMATCH
insert into t (d) values (1.5), ('1234.56'), (7), (-0.01);
--> 4 changed
insert into t (d) values (1.234);
--> error DATATYPE_MISMATCH
insert into t (d) values (12345.6);
--> error DATATYPE_MISMATCH
select d from t where d is not null order by d;
--> -0.01
--> 1.50
--> 7.00
--> 1234.56
select sum(d), avg(d), max(d), d + d from t where d = 1.5;
--> 1.50|1.50|1.50|3.00
insert into t (s) values ('abcde'), (12);
--> 2 changed
insert into t (s) values ('abcdef');
--> 1 changed
insert into t (s) values (x'41');
--> error DATATYPE_MISMATCH
insert into t (f) values ('t'), ('off'), (1), (false);
--> 4 changed
select f from t where f is not null order by id;
--> true
--> false
--> true
--> false
insert into t (f) values (2);
--> error DATATYPE_MISMATCH
insert into t (f) values ('perhaps');
--> error DATATYPE_MISMATCH
insert into t (dt, tm, ts, tz) values ('2024-02-29', '23:59:59.5', '2024-02-29 01:02:03', '2024-02-29 01:02:03+01:00');
--> 1 changed
select dt, tm, ts, tz from t where dt is not null;
--> 2024-02-29|23:59:59.500|2024-02-29T01:02:03|2024-02-29T00:02:03Z
insert into t (dt) values ('2023-02-29');
--> error INVALID_DATETIME
insert into t (tm) values ('25:00');
--> error INVALID_DATETIME
insert into t (ts) values ('yesterday evening');
--> error INVALID_DATETIME
insert into t (dt) values (5);
--> error DATATYPE_MISMATCH
select id from t where dt between '2024-01-01' and '2024-12-31' and dt < date '2024-03-01' and ts > '2024-02-29';
--> 18
insert into t (u) values ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11');
--> 1 changed
select u, u = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11' from t where u is not null;
--> a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|1
insert into t (u) values ('a0eebc99');
--> error DATATYPE_MISMATCH
insert into t (j) values ('{"a": [1, 2]}');
--> 1 changed
insert into t (j) values ('{a');
--> error DATATYPE_MISMATCH
select j ->> '$.a[1]' from t where j is not null;
--> 2
insert into t (b) values (x'00ff'), ('\x0102');
--> 2 changed
select b from t where b is not null order by b;
--> x'00ff'
--> x'0102'
insert into t (a) values (1), (1.5), ('x'), (x'00'), (true);
--> 5 changed
select typeof(a) from t where a is not null order by id;
--> 'integer'
--> 'real'
--> 'text'
--> 'blob'
--> 'integer'

-- # every type as a key and in an index [not in SQLite]
create table d (k decimal(10,2) primary key, t timestamp unique, u uuid, b boolean);
create index du on d (u, b);
insert into d values (1.5, '2024-01-01 00:00:00', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', true), (-2.25, '1999-12-31 23:59:59', null, false), (10, null, null, null);
select k from d order by k;
--> -2.25
--> 1.50
--> 10.00
select k from d where k = 1.5;
--> 1.50
select k from d where k > '1' order by k desc;
--> 10.00
--> 1.50
select k from d where t < '2000-01-01';
--> -2.25
select k from d where u = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' and b;
--> 1.50
select k from d where u is null order by k;
--> -2.25
--> 10.00
insert into d (k) values (1.50);
--> error UNIQUE_VIOLATION
insert into d (k, t) values (3, '2024-01-01');
--> error UNIQUE_VIOLATION
select k from d where k in (1.5, 10, 99) order by k;
--> 1.50
--> 10.00
select min(t), max(k), count(distinct u) from d;
--> 1999-12-31T23:59:59|10.00|1

-- # division and overflow [not in SQLite]
select 1 / 0, 1 % 0, 1.0 / 0;
--> NULL|NULL|NULL
create table n (i int, d decimal(5,2));
insert into n values (9223372036854775807, 999.99);
update n set i = i + 1;
--> error DATATYPE_MISMATCH
update n set d = d + 1;
--> error DATATYPE_MISMATCH
select sum(i) from (select i from n union all select i from n);
--> error NUMERIC_OUT_OF_RANGE
select abs(-9223372036854775807 - 1);
--> error NUMERIC_OUT_OF_RANGE

-- # times in zones [not in SQLite]
select timestamptz '2026-07-01 12:00:00+00' at time zone 'Europe/Berlin', timestamp '2026-07-01 12:00:00' at time zone 'Europe/Berlin';
--> 2026-07-01T14:00|2026-07-01T10:00:00Z
select timestamp '2026-01-01 00:00:00' at time zone 'UTC' at time zone 'America/New_York', '2026-01-01 00:00:00+00'::timestamptz at time zone '+05:30'::text;
--> 2025-12-31T19:00|2026-01-01T05:30
select (timestamptz '2026-07-01 23:30:00+00' at time zone 'Europe/Berlin')::date, extract(hour from timestamptz '2026-07-01 23:30:00+00' at time zone 'Asia/Tokyo'), null at time zone 'UTC';
--> 2026-07-02|8|NULL
select now() at time zone 'Nowhere/Land';
--> error INVALID_PARAMETER
select date_trunc('day', timestamptz '2026-07-01 23:30:00+00'), date_trunc('day', timestamptz '2026-07-01 23:30:00+00', 'Europe/Berlin'), date_trunc('month', date '2026-07-15');
--> 2026-07-01T00:00:00Z|2026-07-01T22:00:00Z|2026-07-01T00:00

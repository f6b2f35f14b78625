-- # the first row for each key [not in SQLite]
create table t (k text, n int, at date);
insert into t values ('a', 1, '2026-01-01'), ('a', 3, '2026-03-01'), ('b', 2, '2026-02-01'), (null, 7, '2026-05-01'), (null, 8, '2026-04-01'), ('b', 5, '2026-01-15');
select distinct on (k) k, n from t order by k, n desc;
--> NULL|8
--> 'a'|3
--> 'b'|5
select distinct on (k) n from t where k is not null order by k desc, at;
--> 5
--> 1
select distinct on (n % 2) n % 2, n from t order by n % 2, n;
--> 0|2
--> 1|1
select distinct on (1) k, n from t order by 1 desc, 2 limit 1 offset 1;
--> 'a'|1
select distinct on (k, n % 2) k, n from t where k = 'b' order by n % 2, k, n;
--> 'b'|2
--> 'b'|5
select count(*) from (select distinct on (k) * from t) x;
--> 3
select distinct on (m) m, total from (select extract(month from at) m, sum(n) total from t group by 1, k) x order by m, total limit 2;
--> 1|1
--> 2|2
select distinct on (k) k, n from t order by n;
--> error SYNTAX_ERROR
create view newest as select distinct on (k) k, at from t order by k, at desc;
select at from newest where k = 'a';
--> 2026-03-01

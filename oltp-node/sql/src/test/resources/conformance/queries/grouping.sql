-- # GROUP BY and HAVING
create table t (id integer primary key, g text, h int, v real, w int);
insert into t values (1, 'a', 1, 1.5, 10), (2, 'a', 2, 2.5, null), (3, 'b', 1, null, 30), (4, null, 1, 4.5, 40), (5, null, 2, 5.5, 10), (6, 'A', 2, 6.5, 10);
select g, count(*) from t group by g;
select g, count(v), sum(v), avg(v), min(v), max(v), total(v) from t group by g;
select g, h, count(*) from t group by g, h;
select g as q, sum(w) from t group by q;
select g, sum(w) from t group by 1;
select h + 1, count(*) from t group by h + 1;
select upper(g), count(*) from t group by upper(g);
select g collate nocase, count(*) from t group by g collate nocase;
select g, count(*) from t group by g collate nocase having count(*) > 1;
select count(*) from t group by g having g is not null;
select g from t group by g having sum(w) > 10 order by g;
select g from t having count(*) > 1;
--> 'a'
select count(*) from t having count(*) > 1;
select count(*) from t having count(*) > 100;
select 1 from t having 1;
select h, sum(w) s from t group by h having s > 10 order by s;
select sum(w) from t where 0;
select count(*), sum(w), avg(w), total(w), max(w), group_concat(g) from t where 0;
select g, count(*) from t where 0 group by g;
select count(distinct w), sum(distinct w), avg(distinct w), count(distinct g) from t;
select group_concat(distinct w) from t;
select group_concat(w, '-'), group_concat(g) from t where id < 5;
select string_agg(g, '/' order by g desc) from t where g is not null;
select count(*) filter (where h = 1), sum(w) filter (where g = 'a'), max(v) filter (where 0) from t;
select g, count(*) filter (where w > 5) c from t group by g order by c desc, g;
select g, min(id), v from t group by g order by g;
select g, max(id), v from t group by g order by g;
select max(w), id from t;
select min(v), max(v) from t;
select h, count(*) * 2 + max(w), sum(w) / count(w) from t group by h order by h;
select sum(h * w), sum(h) * sum(w) from t;
select h % 2 = 0, sum(w) from t group by 1 order by 1;
select g, case when sum(w) > 15 then 'big' else 'small' end from t group by g order by g;
select g from t group by g order by max(v) desc, g;
select g from t group by g order by count(*), g desc limit 2;
select 'k' as k, count(*) from t group by k;
select count(*) from t group by 'x';
select count(*) from t group by null;
select count(*) from t group by 2;
select count(*) from t group by count(*);
select g from t where count(*) > 1;
select sum(count(*)) from t;
select count(*, 1) from t;
select sum() from t;
select sum(distinct *) from t;
select abs(distinct 1);
--> error SYNTAX_ERROR
select group_concat(distinct g, ',') from t;
select nosuch(*) from t;
--> error SYNTAX_ERROR
select upper(*) from t;
--> error SYNTAX_ERROR

-- # aggregates of mixed types
create table m (v);
insert into m values (1), (2.5), ('3'), ('x'), (null), (x'00');
select count(v), sum(v), avg(v), min(v), max(v), total(v) from m;
select typeof(min(v)), typeof(max(v)), typeof(sum(v)) from m;
select group_concat(typeof(v)) from m;
select count(distinct v) from m;
select sum(v) from m where typeof(v) = 'integer';
select typeof(sum(1)), typeof(sum(1.0)), typeof(total(1)), typeof(avg(1)), typeof(sum('2')), typeof(max('a'));
select total(1), sum(1), count(*), count(null), avg(2), group_concat('a'), min(5), max(null), total(null), sum(1.5), sum('3'), avg('x'), count(distinct 1);
select sum(9223372036854775807) + 0;
select sum(x) from (select 9223372036854775807 x union all select 1);
select total(x) from (select 9223372036854775807 x union all select 1);
select avg(x) from (select 9223372036854775807 x union all select 9223372036854775805);
select sum(x) from (select 9223372036854775807 x union all select 1.5);
select sum(x) from (select 1e308 x union all select 1e308);
select sum(x) from (select 0.1 x union all select 0.2 union all select 0.3);
select median(1);
--> error UNDEFINED_FUNCTION

-- # DISTINCT
create table d (a int, b text collate nocase, c real);
insert into d values (1, 'x', 1.0), (1, 'X', 1.0), (1, 'x', null), (2, 'y', null), (1, 'x', null), (null, null, null), (null, null, null);
select distinct a from d;
select distinct a, c from d;
select distinct a, b from d where a = 1;
select distinct b from d order by b desc;
select distinct a from d order by a limit 2;
select distinct a from d order by c, a;
select distinct c is null from d;
select all a from d;
select count(*) from (select distinct * from d);
select distinct count(*) from d group by a;
select distinct 1 from d;
select distinct a + 0.0 from d union select 1;

-- # ranking
create table t (id integer primary key, g text, v int, r real);
insert into t values (1, 'a', 10, 1.0), (2, 'a', 20, 2.0), (3, 'b', 20, null), (4, 'b', null, 4.5), (5, 'a', 10, 3.5), (6, null, 30, 0.5);
select id, row_number() over (order by v, id), rank() over (order by v), dense_rank() over (order by v) from t order by id;
select id, percent_rank() over (order by v), cume_dist() over (order by v) from t order by id;
select id, ntile(1) over (order by id), ntile(2) over (order by id), ntile(4) over (order by id), ntile(10) over (order by id) from t order by id;
select id, row_number() over (partition by g order by v desc, id desc) from t order by id;
select id, rank() over (partition by g order by v), count(*) over (partition by g) from t order by id;
select id, rank() over (), row_number() over (order by id desc) from t order by id;
select ntile(0) over () from t;
--> error WINDOWING_ERROR
select row_number() from t;
select id from t where row_number() over () = 1;
select row_number(1) over () from t;
--> error WINDOWING_ERROR
select upper('x') over () from t;
--> error WINDOWING_ERROR

-- # values of other rows
create table t (id integer primary key, g text, v int);
insert into t values (1, 'a', 10), (2, 'a', 20), (3, 'b', 20), (4, 'b', null), (5, 'a', 10), (6, null, 30);
select id, lag(v) over (order by id), lead(v) over (order by id) from t order by id;
select id, lag(v, 2) over (order by id), lead(v, 2, -1) over (order by id), lag(v, 0) over (order by id) from t order by id;
select id, lag(v, 1, v) over (partition by g order by id) from t order by id;
select id, first_value(v) over (order by id), last_value(v) over (order by id) from t order by id;
select id, last_value(v) over (order by id rows between unbounded preceding and unbounded following) from t order by id;
select id, nth_value(v, 2) over (order by id), nth_value(v, 3) over (partition by g order by id) from t order by id;
select id, first_value(id) over (partition by g order by v desc, id rows between 1 preceding and 1 following) from t order by id;
select nth_value(v, 0) over (order by id) from t;
--> error WINDOWING_ERROR
select id, lag(v, -1) over (order by id) from t order by id;

-- # aggregates over every kind of frame
create table t (id integer primary key, g int, v int, r real);
insert into t values (1, 1, 10, 1.0), (2, 1, 20, 1.5), (3, 2, 20, 2.5), (4, 2, null, 2.5), (5, 1, 10, 4.0), (6, 3, 30, 5.5), (7, 3, 5, null);
select id, sum(v) over (order by id) from t order by id;
select id, sum(v) over (order by g) from t order by id;
select id, sum(v) over (partition by g) from t order by id;
select id, count(*) over (), avg(v) over (), min(v) over (), max(r) over (), total(v) over () from t order by id;
select id, group_concat(id) over (order by id rows between 1 preceding and 1 following) from t order by id;
select id, sum(v) over (order by id rows 2 preceding) from t order by id;
select id, sum(v) over (order by id rows between 2 preceding and 1 preceding) from t order by id;
select id, sum(v) over (order by id rows between 1 following and 2 following) from t order by id;
select id, sum(v) over (order by id rows between current row and unbounded following) from t order by id;
select id, sum(v) over (order by id rows between 1 following and 1 preceding) from t order by id;
select id, min(v) over (order by id rows between unbounded preceding and 1 preceding), max(v) over (order by id desc rows between 2 following and 3 following) from t order by id;
select id, sum(id) over (order by g range between unbounded preceding and current row) from t order by id;
select id, sum(id) over (order by g range between 1 preceding and 1 following) from t order by id;
select id, sum(id) over (order by g desc range between 1 preceding and current row) from t order by id;
select id, sum(id) over (order by r range between 0.5 preceding and 1.0 following) from t order by id;
select id, count(*) over (order by v range between 10 preceding and 10 following) from t order by id;
select id, count(*) over (order by v desc nulls first range between current row and 5 following) from t order by id;
select id, sum(id) over (order by g groups between 1 preceding and current row) from t order by id;
select id, sum(id) over (order by g groups between 1 following and 1 following) from t order by id;
select id, sum(id) over (order by g groups between unbounded preceding and 1 preceding) from t order by id;
select id, sum(id) over (order by v groups current row) from t order by id;
select id, sum(id) over (order by g rows between unbounded preceding and unbounded following exclude current row) from t order by id;
select id, sum(id) over (order by g range between unbounded preceding and unbounded following exclude group) from t order by id;
select id, sum(id) over (order by g groups between unbounded preceding and current row exclude ties) from t order by id;
select id, sum(id) over (order by g rows between 1 preceding and 1 following exclude no others) from t order by id;
select id, count(*) filter (where v > 10) over (order by id), sum(v) filter (where g = 1) over (order by id rows 1 preceding) from t order by id;
select id, sum(v) over (order by id range between 1.5 preceding and current row) from t order by id;
select sum(v) over (order by id rows -1 preceding) from t;
--> error WINDOWING_ERROR
select sum(v) over (order by id, g range 1 preceding) from t;
--> error WINDOWING_ERROR
select sum(v) over (rows between unbounded following and current row) from t;
--> error WINDOWING_ERROR
select sum(v) over (order by id rows between current row and 1 preceding) from t;
select count(distinct v) over () from t;
--> 4
--> 4
--> 4
--> 4
--> 4
--> 4
--> 4

-- # named windows and windows over groups
create table t (id integer primary key, g int, v int);
insert into t values (1, 1, 10), (2, 1, 20), (3, 2, 20), (4, 2, null), (5, 3, 7);
select id, sum(v) over w, count(*) over w from t window w as (order by id) order by id;
select id, sum(v) over (w order by id) from t window w as (partition by g) order by id;
select id, sum(v) over (w rows 1 preceding) from t window w as (partition by g order by id) order by id;
select id, row_number() over w, rank() over v from t window w as (order by id desc), v as (order by g) order by id;
select id, sum(v) over nosuch from t;
--> error UNDEFINED_OBJECT
select g, sum(v), sum(sum(v)) over (order by g) from t group by g order by g;
select g, rank() over (order by count(*) desc, g) from t group by g order by g;
select g, count(*) * 1.0 / sum(count(*)) over () from t group by g order by g;
select id, v - avg(v) over (partition by g) as d from t order by id;
select id, sum(v) over (order by id) + sum(v) over (order by id desc) from t order by id;
select * from (select id, row_number() over (partition by g order by v desc) n from t) where n = 1 order by id;
select id from t order by row_number() over (order by id desc);
select id, case when lag(g) over (order by id) is g then 'same' else 'new' end from t order by id;
select distinct count(*) over (partition by g) from t;
select id, max(v) over (order by id) from t order by 2 desc, 1 limit 2;
select sum(row_number() over ()) from t;
select id, first_value(v) over (order by id nulls last), sum((select max(v) from t u where u.g = t.g)) over (order by id) from t order by id;
select g, string_agg(v, '+') over (partition by g order by id) from t order by id;

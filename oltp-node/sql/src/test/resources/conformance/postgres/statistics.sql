-- # deviation, variance and correlation [not in SQLite]
select round(stddev_pop(v), 6), round(stddev_samp(v), 6), round(stddev(v), 6), var_pop(v), round(variance(v), 6), round(var_samp(v), 6) from (values (2), (4), (4), (4), (5), (5), (7), (9), (null)) t(v);
--> 2.0|2.13809|2.13809|4.0|4.571429|4.571429
select stddev_pop(v), stddev_samp(v), var_pop(v) from (values (3)) t(v);
--> 0.0|NULL|0.0
select stddev_pop(v), corr(v, v) from (select 1 as v where false) t;
--> NULL|NULL
select corr(y, x), covar_pop(y, x), covar_samp(y, x), regr_slope(y, x), regr_intercept(y, x), regr_count(y, x) from (values (1, 1), (3, 2), (5, 3), (null, 9), (7, null)) t(y, x);
--> 1.0|1.3333333333333|2.0|2.0|-1.0|3.0
-- # large values lose no digits [not in SQLite]
select var_pop(v) from (values (1000000001), (1000000002), (1000000003)) t(v);
--> 0.66666666666667

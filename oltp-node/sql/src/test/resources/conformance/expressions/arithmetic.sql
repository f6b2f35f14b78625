-- # operators on every class of value
select 1+1, 1+1.0, '5'+1, '5abc'+1, '5.5x'+1, 'abc'+1, x'35'+1, null+1;
select 9223372036854775807+1, -9223372036854775808-1, 9223372036854775807*2;
select 5/2, -5/2, 5/2.0, 5/0, 5.0/0, 5%3, -5%3, 5%0, 5.7%2, '7'%4, 5%-3, 5%2.9, 5%0.5, 1%null;
select -9223372036854775808 / -1, -9223372036854775808 % -1;
select -9223372036854775808, 9223372036854775808, -(-9223372036854775808), -'5', - 'abc', +'5', ~5, ~'x', - x'35', -null, ~null, ~5.9;
select 5&3, 5|8, 1<<3, 1<<64, -1>>1, 1>>-2, -8>>70, 1<<63, 1<<-1, 5.9&7, '6'|1, null&1, -1<<1, -1>>64, 3<<62;
select 1e308*10, -1e308*10, 1e308*10-1e308*10, 0.0/0;
select 2+3*4-5%3, (2+3)*4, -2*-3, 2 - -3, 10/3*3, 10/(3*3), 1+2||3+4, 2*3||'x', -1||'', 1<<2+1, 6&3|8, 1 < 2 = 1, 1 = 1 = 1, not 1 = 2, - 5 % 3, ~1+1;
select 'a'||1||2.5||null, 'a'||1||2.5, 1||2, x'41'||'b', x'41'||x'42', typeof(x'41'||x'42'), 1.0||'';
select '1e2'+0, ' 12 '+0, '+5'+0, '.5'+0, '5.'+0, '0x10'+0, '1e'+0, 'e1'+0, '-'+0, '--5'+0, '9223372036854775808'+0, '-9223372036854775809'+0, ''+0;
select 1.5+1, 1.5*2, 3.0/2, 7.0%4, typeof(7.0%4), typeof(6/3), typeof('6'/'3'), typeof('6.0'/'3'), typeof(1<<1.0);
select 1_000 + 1, 0xff, 0xFFFFFFFFFFFFFFFF, 0x7fffffffffffffff, 1_0.5_0, 0x1_0;

-- # columns in arithmetic
create table t (i integer, r real, t text, b blob);
insert into t values (5, 2.5, '7', x'39'), (9223372036854775807, 1e300, 'x', x''), (null, null, null, null), (-3, -0.5, '-4.5e1', x'6162');
select i+r, i*i/1.0, t+1, b+1, -t, -b, i||r, t||b from t where i < 100;
select i + 1 from t where i = 5;
select i + 1 from t;
select i % 2, i / 2, r / 2, r % 2, i & 255 from t order by i;
select abs(i), abs(r), abs(t), abs(b), sign(i), sign(t) from t order by i;
select sum(r), max(i - 1), min(t), count(*) from t;
select abs(-9223372036854775808);

-- # numbers
select abs(-5), abs(-5.5), abs('abc'), abs(null), abs('-7'), abs(x'00'), sign(-3), sign(0.0), sign('a'), sign(null), sign('5');
select round(-31167.09994999999980791, 4), round(190256.999999499996192753, 6), round(50413.3994999999995, 3), round(2.675, 2), round(-1.0938849999999999962, 5);
select round(2.5), round(-2.5), round(2.345,2), round(1234.5678,-2), round(null), round('3.7'), round(1e20), round(0.5), round(-0.4), round(2.675,2), round(1.005,2), round(5, 2), round(1.5, null), round(9.995, 2), round(0.285, 2), round(1e15+0.5), round('abc'), round(1.55, 1), round(-1.55, 1), round(123.456, 30), round(4503599627370497.5);
select max(1,2,3), min(1,2,3), min('a',1), max('a',1,x'00'), min(1,null), max(null,1), max('a','B'), max(1, 1.0), min(1.0, 1), max('10', 9);
select random() = random(), typeof(random()), length(randomblob(5)), typeof(randomblob(2)), length(randomblob(0)), length(randomblob(-3));
select likely(5), likelihood(5,0.5), unlikely(null);

-- # mathematics
select sqrt(4), sqrt(-1), pow(2,10), power(2,0.5), exp(1), ln(2), log(100), log(2,8), log10(1000), log2(8), ln(0), mod(7,3), mod(7.5,2), ceil(1.2), ceil(-1.2), floor(1.7), trunc(-1.7), ceil(5), floor('2.5'), pi(), sin(0), cos(0), atan2(1,1), degrees(pi()), radians(180), ceiling(1.5), sqrt('abc'), sqrt(null), acos(2);
select asin(1), acos(0), atan(1), sinh(1), cosh(1), tanh(1), asinh(1), acosh(2), atanh(0.5), tan(1), sin(1), cos(1), ln(-1), log(0), log(-5), log(1, 5), log(10, 0), mod(5, 0), mod(-5, 3), mod(5, -3), pow(0, 0), pow(-8, 1.0/3), exp(1000), ceil(null), floor('x'), trunc(5), typeof(ceil(5)), typeof(floor(5.5)), typeof(trunc('5')), sqrt(x'34'), degrees(1), radians('180');
select sqrt();
select sqrt(1, 2);
select pow(2);

-- # texts
select length('abc'), length(''), length(null), length(12345), length(x'0102'), length(1.5), length('héllo'), octet_length('héllo'), octet_length(12), octet_length(null), octet_length(x'00'), length('😀');
select substr('hello',2), substr('hello',2,3), substr('hello',-3), substr('hello',-3,2), substr('hello',0), substr('hello',0,2), substr('hello',3,-2), substr('hello',10), substr('hello',-10,7), substr(x'010203',2,1), substr('hello',2,null), substr(12345,2,2), substr('hello',-2,-2), substr('hello',2,0), substring('hello', 2, 3), substr(null, 1), substr('hello', 1.9), substr('hello', '2'), substr('a😀b', 2, 1), substr('hello', 9223372036854775807), substr('hello', -9223372036854775807, 3), substr('hello', 2, 9223372036854775807);
select upper('aBc'), lower('ABC'), upper('é'), lower('É'), upper(null), upper(12), lower(x'4142'), trim('  a '), ltrim('xxaxx','x'), rtrim('xxaxx','x'), trim('abcba','ab'), trim(null), trim('a', null), trim('aéa', 'é'), ltrim('  x'), rtrim('x  '), trim('	x	'), trim('xyx','x'), trim(' x ', '');
select replace('abcabc','b','X'), replace('abc','','x'), replace('aaa','a','aa'), replace(null,'a','b'), replace('a',null,'b'), replace('a','a',null), replace('aXbX','X','--'), replace(121,1,'x'), replace('abc', 'abc', ''), replace('aaaa', 'aa', 'b');
select instr('hello','l'), instr('hello','z'), instr(x'0102',x'02'), instr(null,'a'), instr('héllo','l'), instr('abc',''), instr('','a'), instr(1234,23), instr('abc', x'62'), instr('😀x', 'x');
select hex('abc'), hex(x'00ff'), hex(null), hex(12), hex(1.5), hex(''), unhex('4142'), unhex('4g'), unhex('41 42',' '), unhex(null), unhex('4'), unhex(''), unhex('41-42','-'), unhex('4 1', ' '), unhex('41', null);
select quote('it''s'), quote(1), quote(1.5), quote(null), quote(x'0a'), quote(1e100), quote(-0.0), quote(''), quote(9223372036854775807), quote(0.1+0.2);
select char(72,105), char(), char(233), char(128512), unicode('A'), unicode(''), unicode('é'), unicode(null), unicode('😀x'), zeroblob(3), zeroblob(0), length(zeroblob(100)), zeroblob(-1), zeroblob(null);
select concat('a',null,1), concat_ws(',','a',null,'b'), concat_ws(null,'a'), concat(null), concat(1.5, x'41'), concat_ws(',', null, null), concat_ws('', 1, 2), concat_ws(1, 2, 3);
select soundex('Robert');
select typeof(substr(x'0102', 1)), typeof(replace(x'41', 'A', 'B')), typeof(trim(x'20')), typeof(upper(5)), typeof(hex(5)), typeof(lower(null));
select length();
select length(1, 2);
select substr('a');
select replace('a', 'b');
select instr('a');
select concat();
select concat_ws(',');
select lenght('a');
select sqlite_version() is not null, sqlite_source_id() is not null;
select glob('*.txt', 'a.txt'), like('%x', 'aX');
select string_agg(x, ',') from (select 'a' as x union all select 'b');
select group_concat(x, null) from (select 'a' as x union all select 'b');
select group_concat(x, '') from (select 'a' as x union all select 'b');

-- # printf
select printf('%d',5), printf('%5d|%-5d|%05d',1,2,3), printf('%x %X %o',255,255,8), printf('%f',1.5), printf('%.2f',2.345), printf('%e',12345.678), printf('%g',0.0001), printf('%g',1e10), printf('%s','abc'), printf('%10s|%-10s|','a','b'), printf('%q','it''s'), printf('%Q','it''s'), printf('%Q',null), printf('%c','abc'), printf('%%'), printf('%,d',1234567), printf('%+d',5), printf('%.3s','abcdef'), printf('%d','12x'), printf('%s',null), printf('%i',3.7), printf('%*d',5,42), printf('%!.15g',1.0/3), printf('%G',1e-10), printf('%.0f',0.5), printf('%.0f',2.5);
select format('%d',3), format('%s'), format('%d'), format(null), format('x'), format(5), format('%d %d', 1), format('%z'), format('a%'), format('%5%|'), format('%-5c|', 'x'), format('%5c|', 'é');
select format('% d', 5), format('% d', -5), format('%+.1f', 2.25), format('%+.1f', 2.35), format('%08.3f', 3.14159), format('%-8.3f|', 3.14159), format('%#x', 255), format('%#o', 8), format('%,d', -1234567), format('%,d', 123), format('%,.2f', 1234567.891), format('%+,d', 1000), format('%010d', -42), format('%-010d|', 42), format('%x', -1), format('%u', -1), format('%ld %lld', 5, 6), format('%5.1s|', 'abc'), format('%.0s|', 'abc'), format('%.*f', 2, 3.14159), format('%*s|', -5, 'a');
select format('%e', 0), format('%.3e', 123456), format('%E', 0.00012), format('%g', 100000), format('%g', 1000000), format('%g', 123456789), format('%.3g', 1234.5), format('%g', 0.00001), format('%#g', 1.5), format('%g', 1e300), format('%f', 1e20), format('%.20f', 0.1), format('%f', 'abc'), format('%f', '1.5x'), format('%d', 1e20), format('%d', -1e20), format('%f', 1e300 * 1e10), format('%d', null), format('%f', null), format('%x', 'ff'), format('%w', 'a"b'), format('%Q', 5), format('%q', null), format('%s', x'4142'), format('%s', 1.0), format('%.2Q', 'abc'), format('%10.4e|', 1.23456789);
select format('%!5s|', 'é'), format('%!.1s', 'éa'), format('%s %s', 'a', 'b', 'c'), format('%03d:%02d', 7, 5), format('%.5d', 42), format('%+5d|', 3), format('%p', 255), format('%i', '0x10'), format('%.10d', -5), format('%5.3d|', 7), format('%d%%', 50), format('%n');

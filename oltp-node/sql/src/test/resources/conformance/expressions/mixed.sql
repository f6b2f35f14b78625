-- # expressions that tables do not need
select json_array(json('[1]')), json_array('[1]'), json_extract('{"a":true}','$.a'), json_extract('{"a":null}','$.a'), json_extract('{"a":1.0}','$.a'), json_extract('{"a":"\u00e9\n"}','$.a'), json_object('x',null), json_set('{}','$.a.b',1), json_insert('{"a":[]}','$.a[0]',7), json_array(1e100), json('  [ 1 , 2 ] '), json('{"a":1.50}'), json_type('{"a":1.5}','$.a'), json_type('{"a":"x"}','$.a'), '{"a b":1}'->>'$."a b"', '{"a":{"b":2}}'->'a'->>'b';
select key, value, type, atom, fullkey, path from json_tree('{"a":1,"b":[1,{"x":2}]}');
select 1 where 5, 2 where not 3;
select true, false, true+1, 1 is true, 0 is false, null is true, 5 is not false, 'x' is true;
select total(1), sum(null), count(*), count(null), avg(2), group_concat('a'), min(5), max(null), total(null), sum(1.5), sum('3'), avg('x'), count(distinct 1);
select glob('a*','abc'), like('a%','ABC'), like('a\%','a%','\'), unicode('é'), char(233), ltrim('  x'), substr('héllo',2,1), replace('aXbX','X','--'), instr('héllo','l'), trim('xyx','x');
select row_number() over (), rank() over (order by 1), sum(1) over ();

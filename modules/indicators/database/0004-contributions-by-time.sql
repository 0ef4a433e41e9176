-- A day of the whole city was found by its units, three looks into the index for each of six hundred. Contributions come in
-- the order of time, so a summary of some pages at a time says where a day lies and costs next to nothing to keep.
create index contribution_at on indicators.contribution using brin (at) with (pages_per_range = 32, autosummarize = on);

-- The planner believes that what a summary finds is scattered, and would go by the units after all.
create function indicators.contributions_between(_from timestamptz, _to timestamptz)
returns table (series text, at timestamptz, numerator smallint, denominator smallint)
language sql
stable
rows 5000
set enable_indexscan = off
set enable_indexonlyscan = off
as $$
  select c.series, c.at, c.numerator, c.denominator from indicators.contribution c where c.at >= _from and c.at < _to
$$;
comment on function indicators.contributions_between(timestamptz, timestamptz) is 'What the whole city has counted in a span of time';

"""Of which month something is: that of its local day, with the CTE `month m` of `queries`."""

LOCAL_DAY = "cross join lateral (select ({at} at time zone m.time_zone)::date as day) local"
IN_MONTH = "local.day >= m.first_day and local.day < m.next_first_day"

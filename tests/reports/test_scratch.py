import time
from pathlib import Path
from recognize.kudos.history import import_history
from recognize.people.imports import import_people
from recognize.reports.queries import month_report, COUNTS
from recognize.lib.clock import Month
from recognize.lib.database import DB
D=Path("/work/shared/data")
M='''[behaviours]
helped = "ownership"
reviewed = "closing-the-service"
acked = "courtesy"
tested = "closing-the-service"
reported = "anticipating-needs"
suggested = "improving-the-process"
mentored = "sharing-knowledge"
thanked = "saying-thanks"
"co-authored" = "cross-team"
'''
async def test_x(tmp_path):
    m=tmp_path/"m.toml"; m.write_text(M)
    t=time.time(); await import_people(D/"people.csv"); print("people",time.time()-t)
    t=time.time(); r=await import_history(D/"recognitions-dev.csv",m,skip_bad=True); print("kudos",time.time()-t)
    print(r)
    t=time.time(); r=await import_history(D/"recognitions-dev.csv",m,skip_bad=True); print("again",time.time()-t, r.counts())
    for mm in ("2005-05","2009-03","2019-12"):
        for _ in range(3):
            t=time.time(); r=await month_report(Month.parse(mm)); print(mm,time.time()-t)
    print(r)
    t=time.time(); r=await month_report(Month.parse(mm),"d01"); print(mm,time.time()-t); print(r.totals)
    rows=await DB.fetch("explain (analyze, costs off) "+COUNTS, Month.parse(mm).first_day, None)
    print("\n".join(r[0] for r in rows))

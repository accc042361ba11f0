"""Run as a process of its own: one member acknowledges, or nobody does, and the worker's figures are taken as of a moment.

Usage: `python -m tests.journeys.entering_receipt MOMENT [PERSON DECISION]`.
"""

import sys
from datetime import datetime

from folkmoot.cli.starting import start

if __name__ == "__main__":
    start()
    from folkmoot.decisions import jobs
    from folkmoot.decisions.actions.receiving import acknowledge_decision
    from folkmoot.kernel.acts import Via, run
    from folkmoot.kernel.ids import new_id
    from folkmoot.people.models import Person

    at, *whose = sys.argv[1:]
    moment = datetime.fromisoformat(at)
    if whose:
        member = Person.objects.get(pk=whose[0])
        given = {"decision_id": whose[1]}
        run(acknowledge_decision, given, act_id=new_id(), by=member, at=moment, via=Via.WEB)
    jobs.take_figures_job(moment)

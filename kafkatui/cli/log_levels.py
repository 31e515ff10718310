"""`kafkatui broker log-level ID` without levels: what is in effect."""

from __future__ import annotations

from kafkatui.config.options import Options
from kafkatui.model.field import Values


def list_log_levels(options: Options, values: Values, output: str) -> bool:
    """List a broker's loggers where no level is to be set; whether that was so."""
    if values.get("levels"):
        return False
    from kafkatui.cli.listing import write_list
    from kafkatui.cli.opened import opened_session
    from kafkatui.cli.options import Output
    from kafkatui.model.errors import RequestFailed
    from kafkatui.report.log_levels import log_level_rows
    from kafkatui.session.actions.broker_log_level import NO_LOGGERS, NO_LOGGERS_ADVICE, broker_of, require_log_levels
    from kafkatui.session.feeds.settings import LogLevelsFeed
    from kafkatui.view.log_levels_table import LOG_LEVELS_TABLE

    with opened_session(options) as session:
        broker_id = broker_of(session.actions.context, values["broker"])
        require_log_levels(session.actions.context)
        levels = session.fetch(LogLevelsFeed(broker_id))
    if not levels:
        raise RequestFailed(NO_LOGGERS.format(broker_id), NO_LOGGERS_ADVICE)
    write_list(LOG_LEVELS_TABLE, log_level_rows(levels), Output(output))
    return True

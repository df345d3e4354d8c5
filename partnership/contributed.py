"""What the apps contribute to one another (``common.contributions``), by dotted path; read by the settings."""

WAITING = [
    "partnership.people.waiting.waiting",
    "municipalities.barometer.waiting.waiting",
    "municipalities.strategies.waiting.waiting",
    "ideas.whose.without_holder.waiting",
    "ideas.waiting.waiting",
    "ideas.lessons.results_waiting.waiting",
    "ideas.together.waiting.waiting",
    "ideas.late.leader_waiting.waiting",
    "ideas.with_brokers.broker_waiting.waiting",
    "ideas.with_brokers.behalf_waiting.waiting",
    "ideas.with_brokers.declined_waiting.waiting",
    "meetings.waiting.waiting",
    "meetings.after.outcome_waiting.waiting",
    "meetings.dates.waiting.waiting",
    "overview.waiting.waiting",
    "overview.reports.waiting.waiting",
]
STANDING_IN = ["partnership.people.roles.stands_in_for"]
WITHOUT_ROLE = ["ideas.waiting.holders_without_role"]
NAVIGATION = ["overview.navigation.items"]
SERVED_BY_IDEA = ["overview.strategies.ties.served_by_idea"]
NEWCOMER = ["ideas.newcomer.first_things"]
HANDOVER_STEPS = [
    "ideas.handover.hand_over",
    "meetings.handover.hand_over",
    "meetings.handover.hand_over_hosting",
    "meetings.dates.following.hand_over",
]
NEW_ADDRESS = ["meetings.invitations.readdressing.follow", "meetings.dates.following.follow"]
PERSON_DATA = [
    "partnership.people.privacy.person_data",
    "partnership.partners.privacy.person_data",
    "municipalities.experiences.privacy.person_data",
    "municipalities.barometer.privacy.person_data",
    "municipalities.strategies.privacy.person_data",
    "brokers.privacy.person_data",
    "ideas.own_data.person_data",
    "meetings.own_data.person_data",
    "meetings.dates.privacy.person_data",
    "overview.reports.privacy.person_data",
]
ERASE = [
    "partnership.mail.privacy.erase",
    "partnership.partners.privacy.erase",
    "municipalities.experiences.privacy.erase",
    "municipalities.strategies.privacy.erase",
    "brokers.privacy.erase",
    "ideas.privacy.erase",
    "meetings.privacy.erase",
    "meetings.dates.privacy.erase",
    "overview.privacy.erase",
    "overview.reports.privacy.erase",
]
FORGET = [
    "partnership.mail.privacy.forget",
    "partnership.people.privacy.forget",
    "municipalities.barometer.privacy.forget",
    "municipalities.strategies.privacy.forget",
    "ideas.privacy.forget",
    "meetings.privacy.forget",
    "overview.privacy.forget",
]

SEARCHABLE = [
    "overview.search.people.search",
    "municipalities.searchable.search",
    "ideas.searchable.search",
    "meetings.searchable.search",
    "partnership.partners.searchable.search",
    "brokers.searchable.search",
]

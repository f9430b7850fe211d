"""What the layers below the rules ask of a policy, so that they need not know a rule by its id."""

from __future__ import annotations


class InForce:
    """Questions about single rules: whether they hold, and with which figure."""

    def holds(self, rule: str) -> bool:
        """Whether a rule is in force and may not be broken."""
        raise NotImplementedError

    def states(self, rule: str) -> bool:
        """Whether a rule is in force, or broken as little as possible."""
        raise NotImplementedError

    @property
    def keeps_pins(self) -> bool:
        """Whether pins hold."""
        return self.holds("pins")

    @property
    def keeps_notice(self) -> bool:
        """Whether nothing is planned at too short notice."""
        return self.holds("notice")

    @property
    def keeps_blackouts(self) -> bool:
        """Whether blackouts hold."""
        return self.holds("blackouts")

    @property
    def keeps_levels(self) -> bool:
        """Whether people attend courses of their level only."""
        return self.holds("level")

    @property
    def keeps_prerequisites(self) -> bool:
        """Whether courses come after those that they build on."""
        return self.holds("prerequisites")

    @property
    def keeps_protected_time(self) -> bool:
        """Whether releases leave protected time alone."""
        return self.holds("protected-time")

    @property
    def colleagues_keep_protected_time(self) -> bool:
        """Whether nobody covers for a colleague in protected time, whatever releases may touch."""
        return self.keeps_protected_time or self.states("protected-minutes")

    @property
    def keeps_staff_lunch(self) -> bool:
        """Whether staff keep a lunch."""
        return self.holds("staff-lunch")

    @property
    def asks_for_staff_lunch(self) -> bool:
        """Whether staff keep a lunch, or lose it as seldom as possible."""
        return self.states("staff-lunch")

    @property
    def keeps_weekdays(self) -> bool:
        """Whether nobody is released from lessons on avoided weekdays."""
        return self.holds("release-weekdays")

    @property
    def releases_half_days(self) -> bool:
        """Whether a release takes whole half-days."""
        return self.holds("half-day-releases")

    @property
    def limits_releases_per_week(self) -> bool:
        """Whether a person's releases of a week are limited."""
        return self.holds("releases-per-week")

    @property
    def limits_releases_in_all(self) -> bool:
        """Whether a person's releases are limited in all."""
        return self.holds("releases-in-all")

    @property
    def keeps_trainer_loads(self) -> bool:
        """Whether the minutes of trainers are limited."""
        return self.holds("trainer-load")

    @property
    def keeps_substitute_limits(self) -> bool:
        """Whether the half-days of substitutes are limited."""
        return self.holds("substitute-limits")

    @property
    def keeps_days_between_releases(self) -> bool:
        """Whether a person's releases keep some days between them."""
        return self.holds("days-between-releases")

    @property
    def asks_qualifications(self) -> bool:
        """Whether whoever covers has the qualification that a lesson asks for."""
        return self.holds("cover-qualification")

    @property
    def limits_colleague_covers(self) -> bool:
        """Whether the covers that a colleague gives are limited."""
        return self.holds("colleague-cover-limits")

    @property
    def limits_days_with_a_class(self) -> bool:
        """Whether the dates that a substitute has with one class are limited."""
        return self.holds("days-with-a-class")

    @property
    def limits_adults(self) -> bool:
        """Whether the adults that a class has on a date are limited."""
        return self.holds("adults-a-day")

    @property
    def keeps_handover(self) -> bool:
        """Whether a substitute has minutes between two classes."""
        return self.holds("handover")

    @property
    def keeps_substitute_lunch(self) -> bool:
        """Whether a substitute has minutes between morning and afternoon."""
        return self.holds("lunch")

    @property
    def amounts_insisted_on(self) -> tuple[str, ...]:
        """Rules in force that ask for an amount, which the empty plan may fall short of."""
        return tuple(rule for rule in ("dose", "champions") if self.holds(rule))

    @property
    def compares_schools(self) -> bool:
        """Whether the worst served school counts."""
        return self.counts("worst-served-school")

    @property
    def compares_roles(self) -> bool:
        """Whether the worst served role counts."""
        return self.counts("worst-served-role")

    def counts(self, goal: str) -> bool:
        """Whether a goal is among those of this policy."""
        raise NotImplementedError

"""Plain words: what the ontology says of a term, and what a description of such a thing must say.

The sentences stand in ``verbal.json``, one template a construct and language.
"""

from clusterkb.catalogue.verbal.axioms import is_axiom, plain_words, proven
from clusterkb.catalogue.verbal.demands import Demand, KindDemands, PropertyDemands, demands
from clusterkb.catalogue.verbal.said import Said

__all__ = ["Demand", "KindDemands", "PropertyDemands", "Said", "demands", "is_axiom", "plain_words", "proven"]

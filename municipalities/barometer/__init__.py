"""Innovasjonsbarometeret: the national figures, and a municipality's own short survey beside them."""

"""A meeting is planned: time and place, programme, who is host, whom it is for, and the series it is one of."""

"""The output channels: this literal list, one module for each that gathers pages of its own."""

from builder.channels import intranet, overzicht
from builder.channels.channel import Channel, contact_rule

CHANNELS: tuple[Channel, ...] = (
    intranet.CHANNEL,
    Channel("productbladen", "Productbladen", "pdf", "productbladen", says=contact_rule),
    Channel("brochures", "Brochures", "pdf", "brochures", says=contact_rule),
    Channel("posters", "Posters", "pdf", "posters", says=contact_rule),
    Channel("zelftest", "Zelftest", "pdf", "zelftest", says=contact_rule),
    Channel("formulieren", "Formulieren", "pdf", "formulieren", says=contact_rule),
    Channel("brieven", "Brieven", "pdf", "brieven", says=contact_rule, private=True),
    Channel("personeelsblad", "Personeelsblad", "pdf", "personeelsblad", says=contact_rule),
    overzicht.CHANNEL,
)

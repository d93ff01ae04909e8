"""The web process. It refuses to start as anybody whom row security would not bind."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "everychild.settings")

from django.core.wsgi import get_wsgi_application

from everychild.kit.middleware import text_in_utf8

application = text_in_utf8(get_wsgi_application())

from everychild.sharing.start import refuse_a_role_that_sees_everything, refuse_gateways_that_cannot_be_read

refuse_a_role_that_sees_everything()
refuse_gateways_that_cannot_be_read()

import os

from django.core.wsgi import get_wsgi_application

from tracker.patience import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
application = get_wsgi_application()
limit_statements()

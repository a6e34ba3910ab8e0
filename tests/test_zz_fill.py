import sys; sys.path.insert(0,"/tmp")
from tests import test_every_url as m
stage = m.stage
from fill import test_fill

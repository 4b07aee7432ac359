"""What a token costs with itsdangerous and with PyJWT: `NAME NANOSECONDS` or `NAME.length CHARACTERS` a line."""

import time
import timeit
import uuid

import jwt
from itsdangerous import URLSafeTimedSerializer

SECRET = "a secret of thirty-two characters"
CLAIMS = {"purpose": "invitation", "subject": str(uuid.UUID(int=1 << 100)), "generation": 1}
REPETITIONS = 5_000


def report(name, token, work):
    best = min(timeit.repeat(work, number=REPETITIONS, repeat=7))
    print(name, round(best / REPETITIONS * 1e9))
    print(f"{name}.length", len(token))


serializer = URLSafeTimedSerializer(SECRET, salt="invitation")
dangerous = serializer.dumps([CLAIMS["subject"], 1])
report("itsdangerous", dangerous, lambda: serializer.loads(dangerous, max_age=604800))

web = jwt.encode({**CLAIMS, "exp": int(time.time()) + 604800}, SECRET, algorithm="HS256")
report("pyjwt", web, lambda: jwt.decode(web, SECRET, algorithms=["HS256"]))

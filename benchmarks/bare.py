"""What FastAPI itself costs: one route, one fixed answer, nothing else."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/ready")
@app.get("/")
def bare() -> dict[str, str]:
    return {"status": "ok"}

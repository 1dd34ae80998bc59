"""The pages for signed-in people."""

from fastapi import APIRouter

STAFF: tuple[APIRouter, ...] = ()

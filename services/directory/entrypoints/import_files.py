"""Workbooks that are handed out."""

from starlette.responses import Response

ERRORS, REPORT = "rows-to-mend.xlsx", "import-report.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content: bytes, name: str) -> Response:
    return Response(content, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})

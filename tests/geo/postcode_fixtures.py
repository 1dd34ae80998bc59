"""Small files shaped as the real ones: same columns, same quoting, same odd rows."""

import gzip
import zipfile
from collections.abc import Sequence
from pathlib import Path

ONSPD_2024 = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,"
    "osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,lat,long,imd"
)
ONSPD_2025 = (
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,"
    "east1m,north1m,gridind,hlth19cd,nhser24cd,ctry25cd,rgn25cd,lat,long"
)
NSPL = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa21,cty,ced,laua,ward,hlthau,nhser,ctry,rgn,pcon,lat,long,imd"
LEEDS, JERSEY, BRADFORD = "E08000035", "L99999999", "E08000032"
PLACED = [
    ("LS8 5AA", "53.81574", "-1.51799", LEEDS, ""),
    ("LS8 5AB", "53.81600", "-1.51900", LEEDS, "201806"),
    ("BD8 9LT", "53.80100", "-1.78900", BRADFORD, ""),
]
WITHOUT_POSITION = ("JE2 3AA", "99.999999", "0.000000", JERSEY, "")


def ons_rows(header: str, rows: Sequence[tuple[str, str, str, str, str]]) -> str:
    """Rows as ONS writes them: a 7-letter and an 8-letter form beside the usual one, codes quoted, blanks where nothing is said."""
    names = header.split(",")
    return "\n".join([header, *(",".join(ons_cell(name, row) for name in names) for row in rows)]) + "\n"


def ons_cell(name: str, row: tuple[str, str, str, str, str]) -> str:
    postcode, lat, lon, authority, ended = row
    outward, inward = postcode.split(" ")
    forms = {
        "pcd": f"{outward:<4}{inward}",
        "pcd7": f"{outward:<4}{inward}",
        "pcd2": f"{outward:<5}{inward}",
        "pcd8": f"{outward:<5}{inward}",
    }
    known = forms | {
        "pcds": postcode,
        "lat": lat,
        "long": lon,
        "doterm": ended,
        "oslaua": authority,
        "laua": authority,
        "lad25cd": authority,
    }
    return f'"{known[name]}"' if name in known and name not in {"lat", "long"} else known.get(name, "")


CODE_POINT = {
    "Data/CSV/ls.csv": (
        '"LS8 5AA",10,431844,435650,"E92000001","E19000001","E18000002",,"E08000035","E05011398"\n'
        '"LS99 9ZZ",90,0,0,"E92000001","E19000001","E18000002",,"E08000035","E05011398"\n'
    ),
    "Data/CSV/bd.csv": '"BD8 9LT",10,413990,433830,"E92000001","E19000001","E18000002",,"E08000032","E05001361"\n',
    "Doc/Code-Point_Open_Column_Headers.csv": "PC,PQ,EA,NO,CY,RH,LH,CC,DC,WC\n"
    "Postcode,Positional_quality_indicator,Eastings,Northings,a,b,c,d,e,f\n",
}


def zipped(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def packed(path: Path, text: str) -> Path:
    path.write_bytes(gzip.compress(text.encode("utf-8")))
    return path

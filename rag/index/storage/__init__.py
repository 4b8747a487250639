"""Files and folders of an index on the disk: written safely, sealed, packed, locked."""

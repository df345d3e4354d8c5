"""Minutes (referat): drafted from what the meeting holds, out for remarks, published, corrected, and as files."""

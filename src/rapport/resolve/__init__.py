"""Records of many articles -> who is who. So far: names."""

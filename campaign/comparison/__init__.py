"""对比排名: places within one metric, and an index by weights a person has signed."""

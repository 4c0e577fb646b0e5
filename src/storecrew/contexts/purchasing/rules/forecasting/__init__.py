"""Forecasts of demand: the methods, the kinds of demand, and the choice by back-test.

Everything works on a table of many articles at once: one row per article, one column per period (day, week
or month), oldest first; NaN is a period of which nothing is known, which is not the same as 0.
"""

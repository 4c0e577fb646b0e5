"""Addresses of the pages about the order of lists and the words of the search."""

from django.urls import path

from storecrew.surfaces.workspaces.ecommerce_sme.merchandising import rule_views, word_views

urlpatterns = [
    path("sort-rules/", rule_views.SortRuleList.as_view(), name="sort_rules_list"),
    path("sort-rules/add/", rule_views.edit_rule, name="sort_rules_add"),
    path("sort-rules/<int:rule_id>/", rule_views.edit_rule, name="sort_rules_edit"),
    path("sort-rules/<int:rule_id>/remove/", rule_views.remove_rule, name="sort_rules_remove"),
    path("synonyms/", word_views.SynonymList.as_view(), name="synonyms_list"),
    path("synonyms/add/", word_views.edit_synonym, name="synonyms_add"),
    path("synonyms/<int:synonym_id>/", word_views.edit_synonym, name="synonyms_edit"),
    path("synonyms/<int:synonym_id>/remove/", word_views.remove_synonym, name="synonyms_remove"),
    path("missed-searches/", word_views.MissedSearchList.as_view(), name="missed_searches_list"),
]

from django.urls import path

from clientela.domains.leads import views
from clientela.domains.leads.capture import views as public
from clientela.domains.leads.setup import views as setup

urlpatterns = [
    path("f/<slug:slug>/", public.page, name="public-form"),
    path("f/<slug:slug>/embed/", public.embedded, name="public-form-embedded"),
    path("leads/<uuid:lead_id>/known/", views.known, name="lead-known"),
    path("leads/<uuid:lead_id>/ticks/<uuid:item_id>/", views.tick, name="lead-tick"),
    path("leads/<uuid:lead_id>/conversion/", views.convert, name="lead-conversion"),
    path("leads/<uuid:lead_id>/conversion/undoing/", views.unconvert, name="lead-unconversion"),
    path("leads/<uuid:lead_id>/disqualification/", views.disqualify, name="lead-disqualification"),
    path("leads/<uuid:lead_id>/reopening/", views.reopen, name="lead-reopening"),
    path("settings/leads/assignment/", setup.assignment, name="lead-assignment"),
    path("settings/leads/assignment/trial/", setup.trial, name="lead-trial"),
    path("settings/leads/assignment/new/", setup.assignment_rule, name="new-assignment-rule"),
    path("settings/leads/assignment/<uuid:rule_id>/", setup.assignment_rule, name="assignment-rule"),
    path("settings/leads/scoring/", setup.scoring, name="lead-scoring"),
    path("settings/leads/scoring/new/", setup.score_rule, name="new-score-rule"),
    path("settings/leads/scoring/<uuid:rule_id>/", setup.score_rule, name="score-rule"),
    path("settings/leads/forms/", setup.forms, name="lead-forms"),
    path("settings/leads/forms/new/", setup.form, name="new-lead-form"),
    path("settings/leads/forms/<uuid:form_id>/", setup.form, name="lead-form"),
    path("settings/leads/condition/", setup.condition, name="lead-condition"),
    path("settings/leads/<str:kind>/<uuid:key>/deletion/", setup.delete, name="delete-lead-rule"),
]

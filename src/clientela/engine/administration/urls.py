from django.urls import path

from clientela.engine.administration import own, people, roles, setup, shapes

urlpatterns = [
    path("setup/", setup.setup, name="setup"),
    path("settings/", own.settings_home, name="settings"),
    path("settings/components/", own.components, name="components"),
    path("settings/profile/", own.profile, name="profile"),
    path("settings/keys/", own.keys, name="keys"),
    path("settings/keys/<uuid:token_id>/revocation/", own.revoke_key, name="revoke-key"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/<uuid:user_id>/", people.person, name="person-rights"),
    path("settings/roles/", roles.roles, name="roles"),
    path("settings/roles/new/", roles.role, name="new-role"),
    path("settings/roles/<uuid:role_id>/", roles.role, name="role"),
    path("settings/roles/<uuid:role_id>/deletion/", people.delete_role, name="delete-role"),
    path("settings/fields/", shapes.fields, name="fields-home"),
    path("settings/fields/<str:entity>/", shapes.fields, name="fields"),
    path("settings/fields/<str:entity>/<str:key>/", shapes.field, name="field"),
    path("settings/fields/<str:entity>/<str:key>/archive/", shapes.archive, name="archive-field"),
    path("settings/fields/<str:entity>/<str:key>/index/", shapes.index, name="index-field"),
]

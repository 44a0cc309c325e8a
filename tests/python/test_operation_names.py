"""What operations are called on their resources depends on each operation alone."""

from __future__ import annotations

import pytest

from trivet_codegen.ir.api import Operation
from trivet_codegen.problem import Place
from trivet_codegen.python.operation_names import (
    method_name,
    operation_class_name,
    operation_full_name,
    resource_name,
)


def operation(method: str, path: str, id: str | None = None, *tags: str) -> Operation:
    return Operation(place=Place("c.yaml", ""), method=method, path=path, id=id, tags=tags)


@pytest.mark.parametrize(
    ("given", "resource", "name"),
    [
        (operation("GET", "/customers", "listCustomers", "customers"), "customers", "list"),
        (operation("GET", "/customers/{id}", "getCustomer", "customers"), "customers", "get"),
        (operation("GET", "/customers/{id}", "getCustomers", "customers"), "customers", "get_customers"),
        (operation("POST", "/c/{id}/notes", "createNote", "notes"), "notes", "create"),
        (operation("GET", "/health", "getHealth", "health"), "health", "get"),
        (operation("GET", "/repos/{o}/{r}", "repos/get", "repos"), "repos", "get"),
        (operation("GET", "/c/{id}/notes", "getCustomerNotes", "customers"), "customers", "get_notes"),
        (operation("GET", "/c", "searchCustomersByEmail", "customers"), "customers", "search_by_email"),
        (operation("POST", "/c/{id}", "addUserToGroup", "users"), "users", "add_to_group"),
        (operation("GET", "/g/{id}", "listForUserGroup", "users"), "users", "list_for_user_group"),
        (operation("GET", "/g/{id}", "listReposForUser", "users"), "users", "list_repos_for_user"),
        (operation("GET", "/m/{id}/invitation", "meetingInvitation", "meetings"), "meetings", "invitation"),
        (operation("POST", "/tags/{id}", "tagResource", "tags"), "tags", "tag_resource"),
        (operation("GET", "/pods", "listCoreV1NamespacedPod", "core_v1"), "core_v1", "list_namespaced_pod"),
        (operation("GET", "/files", "drive.files.list", "files"), "files", "list"),
        (operation("POST", "/labels", "gmail.users.labels.create", "users"), "users", "labels_create"),
        (operation("GET", "/vms", "VirtualMachines_ListAll", "VirtualMachines"), "virtual_machines", "list_all"),
        (operation("GET", "/vms", "VirtualMachines_ListAll"), "virtual_machines", "list_all"),
        (operation("GET", "/q", "GET_ListQueues"), "q", "get_list_queues"),
        (
            operation("POST", "/user/repos", "repos/create-for-authenticated-user", "repos"),
            "repos",
            "create_for_authenticated_user",
        ),
    ],
)
def test_an_operation_id_gives_the_method_without_its_resource(given: Operation, resource: str, name: str) -> None:
    assert resource_name(given) == resource
    assert method_name(given, resource) == name


@pytest.mark.parametrize(
    ("given", "resource", "name"),
    [
        (operation("GET", "/v1/customers", "GetCustomers"), "customers", "list"),
        (operation("POST", "/v1/customers", "PostCustomers"), "customers", "create"),
        (operation("GET", "/v1/customers/{customer}", "GetCustomersCustomer"), "customers", "get"),
        (operation("POST", "/v1/customers/{customer}", "PostCustomersCustomer"), "customers", "update"),
        (operation("DELETE", "/v1/customers/{customer}", "DeleteCustomersCustomer"), "customers", "delete"),
        (operation("GET", "/v1/customers/search", "GetCustomersSearch"), "customers", "search"),
        (operation("POST", "/v1/charges/{charge}/capture", "PostChargesChargeCapture"), "charges", "capture"),
        (
            operation("GET", "/v1/customers/{customer}/sources", "GetCustomersCustomerSources"),
            "customers",
            "list_sources",
        ),
        (operation("GET", "/v1/account", "GetAccount"), "account", "get"),
        (operation("GET", "/lists/{list_id}/members/{hash}", "getListsIdMembersId"), "lists", "get_member"),
        (
            operation("POST", "/v3/projects/{id}/builds/{build_id}/erase", "postV3ProjectsIdBuildsBuildIdErase"),
            "projects",
            "erase_build",
        ),
        (operation("GET", "/api/v2/orders/{id}/lines/{line}"), "orders", "get_line"),
        (operation("GET", "/"), "api", "get"),
    ],
)
def test_an_operation_id_that_spells_the_path_gives_a_name_by_what_the_path_means(
    given: Operation, resource: str, name: str
) -> None:
    assert resource_name(given) == resource
    assert method_name(given, resource) == name


def test_an_operation_without_id_is_called_by_method_and_path() -> None:
    assert operation_full_name(operation("GET", "/v2/orders/{orderId}")) == "get_orders_by_order_id"


def test_inline_classes_of_an_operation_begin_with_its_id() -> None:
    assert operation_class_name(operation("POST", "/customers", "createCustomer")) == "CreateCustomer"

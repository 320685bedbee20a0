using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Chat.Web.Operations;

/// <summary>Puts an example beside each body, so that a page to try the API begins with something that works in the demo school.</summary>
internal static class SchemaExamples
{
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["api/auth/login"] = """{"email":"test_student@example.com","password":"test123"}""",
        ["api/auth/token"] = """{"email":"test_teacher@example.com","password":"test123"}""",
        ["api/auth/token/refresh"] = """{"refresh":"<the refresh token>"}""",
        ["api/auth/token/verify"] = """{"token":"<either token>"}""",
        ["api/auth/register"] = """{"email":"new@example.com","username":"new","password":"a long pass phrase","first_name":"New","last_name":"Person"}""",
        ["api/chat/forum/{id}/send_message"] = """{"content":"Здравствуйте!","client_message_id":"5f0c1d7e-6d0b-4d55-9d3c-1f6f0c2b7a10"}""",
        ["api/chat/forum/{id}/messages/{messageId}/edit"] = """{"content":"Здравствуйте, Test Teacher!"}""",
        ["api/chat/forum/{id}/messages/{messageId}/pin"] = """{"is_pinned":true}""",
        ["api/chat/forum/{id}/lock"] = """{"is_locked":true,"reason":"Until Monday"}""",
        ["api/chat/forum/{id}/participants/{userId}/mute"] = """{"is_muted":true,"reason":"Until Monday"}""",
        ["api/chat/initiate-chat"] = """{"contact_user_id":2}""",
        ["api/chat/threads"] = """{"participants":[1,2]}""",
        ["api/user-response"] = """{"message":"Hello, bot!"}""",
        ["api/bot-response"] = """{"conversation_id":"<what that answered>"}""",
        ["api/chat/conversations"] = """{"message":"Когда обед?"}""",
        ["api/chat/messages"] = """{"thread":12,"text":"Hello, how are you?"}""",
    };

    private static readonly Dictionary<string, (string Code, string Detail)> Refusals = new(StringComparer.Ordinal)
    {
        ["400"] = ("message_empty", "The message is empty."),
        ["401"] = ("not_authenticated", "Sign in first: there is no token, or it does not fit."),
        ["403"] = ("read_only", "You can only read here."),
        ["404"] = ("not_found", "There is nothing here, or it is not for you."),
        ["409"] = ("client_id_reused", "This client id was used for another message."),
        ["415"] = ("media_type_unsupported", "This kind of content is not read here."),
        ["423"] = ("account_locked", "Too many tries. Try again in 15 min."),
        ["429"] = ("too_many_requests", "Too often. Try again in 6 s."),
    };

    public static Task AddAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var path = (context.Description.RelativePath ?? "").TrimEnd('/').Replace(":int", "", StringComparison.Ordinal).Replace(":long", "", StringComparison.Ordinal);
        if (operation.RequestBody?.Content?.TryGetValue("application/json", out var sent) is true && sent is OpenApiMediaType body && Bodies.TryGetValue(path, out var example))
        {
            body.Example = JsonNode.Parse(example);
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (Refusals.TryGetValue(status, out var why) && response.Content?.TryGetValue("application/json", out var refused) is true && refused is OpenApiMediaType refusal)
            {
                refusal.Example = new JsonObject { ["success"] = false, ["code"] = why.Code, ["detail"] = why.Detail, ["error"] = why.Detail, ["errors"] = new JsonObject() };
            }
        }

        return Task.CompletedTask;
    }
}

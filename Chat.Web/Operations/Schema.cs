using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace Chat.Web.Operations;

/// <summary>The API in OpenAPI 3.1, made from the routes themselves, and a page to try it. Where it is closed it is not there.</summary>
public static class Schema
{
    private const string Path = ApiPipeline.Root + "/schema";
    private const string Scheme = "Token";

    /// <summary>The second name of the page.</summary>
    private const string Docs = ApiPipeline.Root + "/docs";

    public static void AddSchema(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SchemaOptions>().BindConfiguration(SchemaOptions.Section);
        builder.Services.AddOpenApi(openApi =>
        {
            openApi.ShouldInclude = route => route.RelativePath?.StartsWith("api/", StringComparison.Ordinal) is true;
            openApi.AddDocumentTransformer(IntroduceAsync);
            openApi.AddOperationTransformer(SayWhoMayAskAsync);
            openApi.AddOperationTransformer(SchemaExamples.AddAsync);
        });
    }

    public static void MapSchema(this WebApplication app)
    {
        if (!IsOpen(app))
        {
            return;
        }

        app.MapOpenApi(Path + "/").AllowAnonymous();
        foreach (var page in new[] { Path + "/swagger", Docs })
        {
            app.MapGet(page + "/{**file}", PageAt(page, app)).AllowAnonymous().ExcludeFromDescription();
        }
    }

    /// <summary>The page as a route, so that it stands behind the same headers and policies as everything else.</summary>
    private static RequestDelegate PageAt(string path, IEndpointRouteBuilder app)
    {
        var page = app.CreateApplicationBuilder();
        page.Use((http, next) =>
        {
            // What serves the files leaves alone what has a route already.
            http.SetEndpoint(null);
            return next(http);
        });
        page.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = path.TrimStart('/');
            ui.SwaggerEndpoint(Path + "/", "Chat");
            ui.DocumentTitle = "Chat API";
        });
        return page.Build();
    }

    private static bool IsOpen(WebApplication app) => app.Services.GetRequiredService<IOptions<SchemaOptions>>().Value.IsOpen ?? app.Environment.IsDevelopment();

    private static Task IntroduceAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Chat",
            Version = "1",
            Description = "Paths answer with and without their last slash. Every refusal has the one shape, a stable code and a sentence in the language asked for with Accept-Language (ru, en).",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "Authorization",
            Description = "\"Token \" and the forty characters of a sign-in, or \"Bearer \" and either those or an access JWT.",
        };
        return Task.CompletedTask;
    }

    private static Task SayWhoMayAskAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }

        return Task.CompletedTask;
    }
}

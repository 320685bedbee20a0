using Microsoft.AspNetCore.Mvc;

namespace Chat.Web.Outcomes;

/// <summary>How a room lays out its routes under <c>/api</c>: for people who are signed in unless a route says otherwise, with a bounded body, and described for whoever reads the schema.</summary>
public static class ApiRoutes
{
    /// <summary>The longest message, each of its characters written as an escape, twice over.</summary>
    public const int MaxBodyBytes = 128 * 1024;

    /// <param name="tag">The heading under which these routes stand in the schema.</param>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string path, string tag) =>
        app.MapGroup(ApiPipeline.Root + path)
            .RequireAuthorization()
            .WithTags(tag)
            .WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes))
            .ProducesProblems(StatusCodes.Status401Unauthorized);

    /// <summary>What a route does and answers.</summary>
    /// <param name="refusals">The statuses with which it may refuse, beside what holds for the whole group.</param>
    public static RouteHandlerBuilder Says<T>(this RouteHandlerBuilder route, string summary, params int[] refusals) =>
        route.WithSummary(summary).Produces<T>().ProducesProblems(refusals);

    /// <summary>What a route does that makes something: 201 with it.</summary>
    public static RouteHandlerBuilder Makes<T>(this RouteHandlerBuilder route, string summary, params int[] refusals) =>
        route.WithSummary(summary).Produces<T>(StatusCodes.Status201Created).ProducesProblems(refusals);

    /// <summary>What a route does that makes something, or finds it made already: 201 with it, or 200.</summary>
    public static RouteHandlerBuilder MakesOrFinds<T>(this RouteHandlerBuilder route, string summary, params int[] refusals) =>
        route.Makes<T>(summary, refusals).Produces<T>();

    /// <summary>What a route does that has nothing to say but that it was done: 204.</summary>
    public static RouteHandlerBuilder Does(this RouteHandlerBuilder route, string summary, params int[] refusals) =>
        route.WithSummary(summary).Produces(StatusCodes.Status204NoContent).ProducesProblems(refusals);

    private static TBuilder ProducesProblems<TBuilder>(this TBuilder routes, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata([.. statuses.Select(object (status) => new ProducesResponseTypeMetadata(status, typeof(ApiError), ["application/json"]))]);
}

/// <summary>The language a route speaks to whoever asks for none: that of the document whose clients it serves.</summary>
public sealed record SpokenLanguage(string Name);

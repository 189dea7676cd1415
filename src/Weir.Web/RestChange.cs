namespace Weir.Web;

/// <summary>Somebody changed something over REST.</summary>
/// <param name="Who">User if one was named, and the client's address.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Target">Path.</param>
/// <param name="Status">Status of the answer; below 400.</param>
public sealed record RestChange(string Who, string Method, string Target, int Status);

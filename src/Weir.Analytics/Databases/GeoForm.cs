namespace Weir.Analytics.Databases;

/// <summary>What <c>country:</c> and <c>asn:</c> give of a record.</summary>
internal enum GeoForm
{
    /// <summary>Two letters (ISO 3166).</summary>
    CountryCode,

    /// <summary>English name.</summary>
    CountryName,

    /// <summary>Code, blank, name.</summary>
    CountryBoth,

    /// <summary>Number of the autonomous system.</summary>
    AsNumber,

    /// <summary>Its organisation.</summary>
    AsDescription,

    /// <summary>Number, blank, organisation.</summary>
    AsBoth,
}

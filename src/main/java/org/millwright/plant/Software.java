package org.millwright.plant;

/**
 * Names what a controller runs (OPC 10000-100 8.4.7).
 *
 * @param manufacturerUri maker of the software
 * @param productCode product that the software is for
 * @param revision as the controller reports it
 */
public record Software(String manufacturerUri, String productCode, Revision revision) {
    /** Whether the other software is for the same product, whatever its revision. */
    public boolean sameProduct(Software other) {
        return manufacturerUri.equals(other.manufacturerUri) && productCode.equals(other.productCode);
    }

    @Override
    public String toString() {
        return productCode + " " + revision;
    }
}
